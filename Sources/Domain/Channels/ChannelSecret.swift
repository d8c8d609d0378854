/// What a channel knows us by: the value of the HTTP header `mj-api-secret`. Empty: it asks for none.
package struct ChannelSecret: Sendable, Equatable {
    package let text: String

    package init(_ text: String) throws(ChannelSecretError) {
        // A line break would begin another header.
        guard !text.contains(where: \.isNewline) else { throw .severalLines }
        // RFC 9110 §5.5 allows more, but trims blanks, and servers differ over the rest.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { throw .characters }
        guard text.utf8.count <= Self.longest else { throw .length }
        self.text = text
    }

    /// In bytes. Tomcat, which some channels run in, reads 8 KiB of all headers.
    fileprivate static let longest = 4096
}

/// Why a text is no ``ChannelSecret``.
package enum ChannelSecretError: Error, Equatable {
    case severalLines
    case characters
    case length

    /// Continues a sentence that names it.
    package var reason: String {
        switch self {
        case .severalLines: "has several lines: a channel has one key"
        case .characters: "has characters that no HTTP header may have"
        case .length: "has more than \(ChannelSecret.longest) bytes"
        }
    }
}
