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

/// The alphabet of base64 (RFC 4648 §4), with the line breaks that tools write (RFC 2045 §6.8) and
/// with or without padding.
enum Base64 {
    static func isValid(_ text: Substring.UTF8View) -> Bool {
        var (digits, padding) = (0, 0)
        for byte in text where !isLineBreak(byte) {
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else if padding == 0, isDigit(byte) {
                digits += 1
            } else {
                return false
            }
        }
        // One digit more than whole groups is less than a byte.
        return digits > 0 && digits % 4 != 1
            && (padding == 0 || (padding <= 2 && (digits + padding) % 4 == 0))
    }

    /// How many bytes a valid `text` stands for.
    static func size(of text: Substring.UTF8View) -> Int {
        text.reduce(0) { $0 + (isDigit($1) ? 1 : 0) } * 3 / 4
    }

    /// No other white space: a space inside is a `+` that was lost on the way.
    private static func isLineBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
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
