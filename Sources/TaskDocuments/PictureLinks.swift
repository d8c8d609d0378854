import Crypto

/// Makes and checks the links of pictures: absolute, stable, unguessable, and open to whoever has
/// one, so that pictures can be embedded.
package struct PictureLinks: Sendable {
    private let key: SymmetricKey
    private let prefix: String

    package init(key: [UInt8], publicURL: String) {
        self.key = SymmetricKey(data: key)
        prefix = publicURL + "/mj/image/"
    }

    package func link(to mjID: String) -> String {
        prefix + Self.escaped(mjID) + "?s=" + signature(of: mjID)
    }

    /// In a time that does not depend on where the signatures differ.
    package func isValid(_ signature: String, of mjID: String) -> Bool {
        let expected = Array(self.signature(of: mjID).utf8)
        let given = Array(signature.utf8)
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// HMAC-SHA256, the first 128 bits of it (RFC 2104 §5 allows half), in base64url.
    private func signature(of mjID: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(mjID.utf8), using: key)
        let alphabet = Self.alphabet
        var text: [UInt8] = []
        text.reserveCapacity(22)
        var bits: UInt32 = 0
        var count = 0
        for byte in code.prefix(16) {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        text.append(alphabet[Int(bits << UInt32(6 - count) & 63)])
        return String(decoding: text, as: UTF8.self)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// Percent-encodes what is not unreserved (RFC 3986 §2.3): imported ids may hold anything.
    private static func escaped(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { alphabet.contains($0) }
        guard !isPlain else { return text }
        return text.utf8.reduce(into: "") { result, byte in
            if alphabet.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
