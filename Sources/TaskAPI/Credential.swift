import Crypto
package import Domain

/// The secret that a request carries.
package struct Credential: Equatable {
    package let hash: TokenHash
    /// Shares the header's bytes: nothing is copied for a list that is cached.
    private let secret: Substring

    /// Takes `Authorization`, with or without `Bearer`, unless it is missing, empty or the word
    /// `midjourney-proxy`; then `mj-api-secret`. The one that is taken counts, even if it is
    /// wrong and the other would be right.
    package init?(authorization: String?, apiSecret: String?) {
        let secret: Substring
        if let word = authorization.map(Self.withoutScheme), !word.isEmpty,
            word != "midjourney-proxy"
        {
            secret = word
        } else if let word = apiSecret.map(Self.withoutScheme), !word.isEmpty {
            secret = word
        } else {
            return nil
        }
        self.secret = secret
        hash = Self.hash(of: secret)
    }

    /// Of the API key that is meant, if it came without its `sk-`: new-api takes both forms, and
    /// its clients use both.
    var hashOfKey: TokenHash? {
        secret.hasPrefix("sk-") ? nil : Self.hash(of: "sk-" + secret)
    }

    private static func hash(of secret: some StringProtocol) -> TokenHash {
        TokenHash(bytes: Array(SHA256.hash(data: Array(secret.utf8))))
    }

    /// `Bearer x`, `bearer  x` and `x` are all `x`.
    package static func withoutScheme(_ header: String) -> Substring {
        let word = trimmed(header[...])
        let scheme = word.prefix(7).lowercased()
        guard scheme != "bearer" else { return "" }
        return scheme == "bearer " ? trimmed(word.dropFirst(7)) : word
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
