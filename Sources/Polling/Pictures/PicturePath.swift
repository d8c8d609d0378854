import Storage

/// Where pictures lie in the archive: `ab/cd/<mj_id>.png`, 65,536 folders that fill evenly.
struct PicturePath: Sendable, Equatable {
    /// Relative to the archive, such as `3f/a0`.
    let folder: String
    private let name: String

    /// Nil for an id that makes no file name: imported ids may be anything.
    init?(mjID: String) {
        let bytes = Array(mjID.utf8)
        guard (1...100).contains(bytes.count) else { return nil }
        let isPlain = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default: false
            }
        }
        // The mark keeps `x…` names apart from plain ids: no plain id holds an upper-case letter.
        name = isPlain ? mjID : "X" + bytes.map(hex).joined()
        // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/: spreads ids that differ in the last
        // digits only.
        let hash = bytes.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        folder =
            hex(UInt8(truncatingIfNeeded: hash >> 8)) + "/" + hex(UInt8(truncatingIfNeeded: hash))
    }

    func picture(ofType mediaType: String) -> ArchivedPicture {
        ArchivedPicture(
            path: "\(folder)/\(name).\(Self.suffix(of: mediaType))",
            mediaType: mediaType
        )
    }

    private static func suffix(of mediaType: String) -> String {
        switch mediaType {
        case "image/png": "png"
        case "image/jpeg": "jpg"
        case "image/webp": "webp"
        case "image/gif": "gif"
        case "image/avif": "avif"
        case "video/mp4": "mp4"
        case "video/webm": "webm"
        case "video/quicktime": "mov"
        default: "bin"
        }
    }
}

private func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
}
