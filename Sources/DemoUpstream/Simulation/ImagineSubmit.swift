import Domain

/// The body of `/mj/submit/imagine`, checked as the server does it: in its order, with its
/// texts.
struct ImagineSubmit: Equatable {
    var prompt: String
    var botType: String
    var state: String?
    var notifyHook: String?

    /// Why a body is refused with code 4.
    struct Invalid: Error, Equatable {
        var description: String
    }

    init(_ body: JSONValue) throws(Invalid) {
        let prompt = (body["prompt"]?.string ?? "").trimmed
        guard !prompt.isEmpty else { throw Invalid(description: "prompt不能为空") }
        for picture in body["base64Array"]?.array ?? [] {
            guard let url = picture.string, Self.isDataURL(url) else {
                throw Invalid(description: "base64格式错误")
            }
        }
        self.prompt = prompt
        let isNiji = ["niji", "NIJI_JOURNEY"].contains(body["botType"]?.string)
        botType = isNiji ? "NIJI_JOURNEY" : "MID_JOURNEY"
        state = body["state"]?.string
        let hook = body["notifyHook"]?.string ?? ""
        notifyHook = hook.isEmpty ? nil : hook
    }

    /// `data:image/png;base64,…`, with characters of base64 only.
    private static func isDataURL(_ text: String) -> Bool {
        guard let comma = text.firstIndex(of: ","), text.hasPrefix("data:"),
            text[..<comma].hasSuffix(";base64")
        else { return false }
        let type = text[..<comma].dropFirst(5).dropLast(7)
        let data = text[text.index(after: comma)...].utf8
        return type.contains("/") && !data.isEmpty && data.count.isMultiple(of: 4)
            && data.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                    true
                default: false
                }
            }
    }
}

extension String {
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
