import Glibc

/// A range of IP addresses, such as `10.0.0.0/8`, `2001:db8::/32` or a single address.
package struct Network: Equatable {
    /// 16 bytes; an IPv4 address in the form `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2).
    private let address: [UInt8]
    private let prefixLength: Int

    /// Nil for text that is no address, or a length that does not fit it.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = Self.parse(String(first)) else { return nil }
        let mapped = first.contains(":") ? 0 : 96
        var length = 128
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...(128 - mapped)).contains(given) else {
                return nil
            }
            length = given + mapped
        }
        self.address = address
        prefixLength = length
    }

    package func contains(_ address: String) -> Bool {
        guard let other = Self.parse(address) else { return false }
        let whole = prefixLength / 8
        guard self.address.prefix(whole).elementsEqual(other.prefix(whole)) else { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        let mask = ~(UInt8.max >> UInt8(rest))
        return self.address[whole] & mask == other[whole] & mask
    }

    private static func parse(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, text, &bytes) == 1 { return bytes }
        var short = [UInt8](repeating: 0, count: 4)
        guard inet_pton(AF_INET, text, &short) == 1 else { return nil }
        return [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + short
    }
}
