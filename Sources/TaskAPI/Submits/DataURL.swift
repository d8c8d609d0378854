/// A picture inside of a text: `data:image/png;base64,iVBOR…` (RFC 2397).
package enum DataURL {
    /// Whether `text` has that form and its payload the alphabet of base64 (RFC 4648 §4).
    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        // Media types are short; a comma further on belongs to something else.
        guard text.hasPrefix("data:"),
            let comma = bytes.prefix(128).firstIndex(of: UInt8(ascii: ",")),
            text[..<comma].hasSuffix(";base64")
        else { return false }
        let payload = bytes[bytes.index(after: comma)...]
        let padding = payload.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let digits = payload.dropLast(padding)
        return !digits.isEmpty && (digits.count + padding) % 4 == 0
            && digits.allSatisfy(isBase64Digit)
    }

    private static func isBase64Digit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
