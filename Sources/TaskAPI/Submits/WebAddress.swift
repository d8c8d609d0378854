/// `http://…` or `https://…`.
package enum WebAddress {
    /// Whether `text` can be called: also without anything that would end up in a request line.
    package static func isValid(_ text: String) -> Bool {
        isLink(text) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// Whether `text` looks like a link, which may hold letters of any script.
    static func isLink(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: start.hasPrefix),
            let host = text.dropFirst(scheme.count).first,
            host.isLetter || host.isNumber || host == "["
        else { return false }
        return text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7f
        }
    }
}
