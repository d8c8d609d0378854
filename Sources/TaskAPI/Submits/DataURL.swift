/// A picture inside of a text: `data:image/png;base64,iVBOR…` (RFC 2397).
package enum DataURL {
    /// Whether `text` has that form and its payload the alphabet of base64.
    package static func isValid(_ text: String) -> Bool {
        payload(of: text).map(Base64.isValid) ?? false
    }

    /// What follows the comma; nil when `text` has not that form.
    static func payload(of text: String) -> Substring.UTF8View? {
        let bytes = text.utf8
        // Media types are short; a comma further on belongs to something else.
        guard text.hasPrefix("data:"),
            let comma = bytes.prefix(128).firstIndex(of: UInt8(ascii: ",")),
            text[..<comma].hasSuffix(";base64")
        else { return nil }
        return bytes[bytes.index(after: comma)...]
    }
}

/// The alphabet of base64 (RFC 4648 §4).
enum Base64 {
    static func isValid(_ text: Substring.UTF8View) -> Bool {
        let padding = padding(of: text)
        let digits = text.dropLast(padding)
        return !digits.isEmpty && (digits.count + padding) % 4 == 0
            && digits.allSatisfy(isDigit)
    }

    /// How many bytes a valid `text` stands for.
    static func size(of text: Substring.UTF8View) -> Int {
        text.count / 4 * 3 - padding(of: text)
    }

    private static func padding(of text: Substring.UTF8View) -> Int {
        text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
