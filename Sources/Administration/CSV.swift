/// Comma-separated values as RFC 4180 has them, for spreadsheets too.
package enum CSV {
    /// A record with its line break. Fields with commas, quotes or line breaks are quoted; "if
    /// double-quotes are used to enclose fields, then a double-quote appearing inside a field must
    /// be escaped by preceding it with another double quote" (§2.7).
    package static func record(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        let text = isFormula(text) ? "'" + text : text
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\n")
        }
        guard needsQuotes else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Spreadsheets execute what begins so (https://owasp.org/www-community/attacks/CSV_Injection);
    /// with an apostrophe in front it is a text. Numbers stay numbers.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        return "=+-@\t\r\n".utf8.contains(first) && Int64(text) == nil
    }
}
