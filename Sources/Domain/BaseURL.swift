import FoundationEssentials

/// An absolute http or https URL that routes are appended to, without a trailing slash:
/// `https://draw.example.com`, `http://10.0.0.7:8080/midjourney`.
package struct BaseURL: Sendable, Equatable {
    package let text: String
    /// Whether it is no more than scheme, host and port: the form of a browser's origin.
    package let isOrigin: Bool

    /// Checks `text`; one trailing slash is taken away.
    package init(_ text: String) throws(BaseURLError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw BaseURLError(
                reason: "has a space, a control character or one that is not ASCII "
                    + "(write such a host as xn--…)"
            )
        }
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false) else {
            throw BaseURLError(reason: "is not a URL")
        }
        guard let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme) else {
            throw BaseURLError(reason: "does not begin with http:// or https://")
        }
        guard let host = parts.encodedHost, !host.isEmpty else {
            throw BaseURLError(reason: "has no host")
        }
        guard parts.percentEncodedUser == nil, parts.percentEncodedPassword == nil else {
            throw BaseURLError(reason: "holds a user or a password")
        }
        guard parts.percentEncodedQuery == nil, parts.percentEncodedFragment == nil else {
            throw BaseURLError(reason: "has a query (?) or a fragment (#)")
        }
        // An empty port ("http://host:") is legal in RFC 3986, and nothing but a slip here.
        let authority = text.dropFirst(scheme.count + 3).prefix { $0 != "/" }
        guard !authority.hasSuffix(":"), parts.port.map({ (1...65_535).contains($0) }) ?? true
        else {
            throw BaseURLError(reason: "has a port that is not between 1 and 65535")
        }
        var path = Substring(parts.percentEncodedPath)
        if path.hasSuffix("/") { path.removeLast() }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard segments.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw BaseURLError(reason: "has an empty segment, “.” or “..” in its path")
        }
        self.text = "\(scheme)://\(authority)\(path)"
        isOrigin = path.isEmpty
    }
}

/// Why a text is no ``BaseURL``; the reason continues a sentence that names it.
package struct BaseURLError: Error, Equatable {
    package let reason: String
}
