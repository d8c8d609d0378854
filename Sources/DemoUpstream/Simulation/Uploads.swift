import FoundationEssentials

/// Pictures that came in, the newest 256 MB of them.
struct Uploads: Sendable {
    struct File: Sendable, Equatable {
        var type: String
        var bytes: [UInt8]
    }

    private static let capacity = 256 << 20
    private var files: [String: File] = [:]
    /// Oldest first.
    private var order: [String] = []
    private var size = 0
    private var count = 0

    /// The path below that of the pictures.
    mutating func add(_ file: File) -> String {
        count += 1
        let name = "\(count).\(file.type.split(separator: "/").last ?? "png")"
        files[name] = file
        order.append(name)
        size += file.bytes.count
        while size > Self.capacity, order.count > 1 {
            size -= files.removeValue(forKey: order.removeFirst())?.bytes.count ?? 0
        }
        return "uploads/\(name)"
    }

    func file(_ name: String) -> File? { files[name] }
}

extension Uploads.File {
    /// `data:image/png;base64,…`, with characters of base64 only.
    init?(dataURL text: String) {
        guard text.hasPrefix("data:"), let comma = text.utf8.firstIndex(of: UInt8(ascii: ",")),
            text[..<comma].hasSuffix(";base64")
        else { return nil }
        let type = String(text[..<comma].dropFirst(5).dropLast(7))
        let encoded = Data(text[comma...].utf8.dropFirst())
        guard type.contains("/"), !encoded.isEmpty, let bytes = Data(base64Encoded: encoded) else {
            return nil
        }
        self.init(type: type, bytes: Array(bytes))
    }

    /// A picture of a submit: a data URL; where the profile takes them, bare base64 or a link,
    /// which is not followed.
    init?(picture text: String, _ profile: Profile) {
        if text.hasPrefix("http://") || text.hasPrefix("https://") {
            guard profile.takesLinks else { return nil }
            self.init(type: "image/png", bytes: [])
        } else if profile.takesLinks, !text.hasPrefix("data:"),
            let bytes = Data(base64Encoded: Data(text.utf8)), !bytes.isEmpty
        {
            self.init(type: "image/png", bytes: Array(bytes))
        } else {
            self.init(dataURL: text)
        }
    }
}
