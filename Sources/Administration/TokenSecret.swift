import Crypto
package import Domain

/// A new credential, as its holder will send it: the one time that anybody sees it whole.
package struct TokenSecret: Sendable {
    package let text: String

    /// `sk-` and 48 random characters for API keys, 32 for access tokens: the forms of new-api,
    /// which clients and dashboards expect. That is 285 and 190 bits.
    package init(kind: TokenKind) {
        switch kind {
        case .apiKey: text = "sk-" + Self.random(count: 48)
        case .accessToken: text = Self.random(count: 32)
        }
    }

    /// All that is stored. A fast hash is right, because what is hashed cannot be guessed.
    package var hash: TokenHash { TokenHash(bytes: Array(SHA256.hash(data: Array(text.utf8)))) }

    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
    )

    private static func random(count: Int) -> String {
        // "Uses getrandom(2) when available", and picks without bias:
        // https://developer.apple.com/documentation/swift/systemrandomnumbergenerator
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &generator)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
