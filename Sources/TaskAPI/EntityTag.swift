import Crypto

/// A strong entity tag: the same for the same bytes, whoever rendered them.
struct EntityTag: Equatable {
    /// With its quotes.
    let text: String

    /// In bytes.
    static let length = 34

    private static let digits = Array("0123456789abcdef".utf8)

    init(of body: [UInt8]) {
        let digest = SHA256.hash(data: body).prefix(16)
        let digits = digest.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
        text = "\"" + String(decoding: digits, as: UTF8.self) + "\""
    }

    /// A tag that was kept; nil when the bytes are none: they become a header.
    init?(_ bytes: ArraySlice<UInt8>) {
        let quote = UInt8(ascii: "\"")
        guard bytes.count == Self.length, bytes.first == quote, bytes.last == quote,
            bytes.dropFirst().dropLast().allSatisfy(Self.digits.contains)
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Whether `If-None-Match` names this tag. Compared weakly, as RFC 9110 §13.1.2 asks; nginx
    /// makes our tag a weak one when it compresses.
    func matches(_ header: String) -> Bool {
        header.split(separator: ",").contains { candidate in
            let candidate = candidate.drop { $0 == " " || $0 == "\t" }
            let tag = candidate.hasPrefix("W/") ? candidate.dropFirst(2) : candidate
            return tag == "*" || tag.prefix { $0 != " " } == text
        }
    }
}
