/// Comma-separated values as RFC 4180 has them.
package enum CSV {
    /// A record with its line break. Fields with commas, quotes or line breaks are quoted; "if
    /// double-quotes are used to enclose fields, then a double-quote appearing inside a field must
    /// be escaped by preceding it with another double quote" (§2.7).
    package static func record(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\n")
        }
        guard needsQuotes else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
