extension IPAddress {
    /// Whether the address leads into the public internet, after IANA's registries of
    /// special-purpose addresses (iana.org/assignments/iana-ipv4-special-registry and …-ipv6-…).
    /// Everything else is private: an address that comes from outside must not lead there.
    var isPublic: Bool {
        bytes.count == 4 ? Self.isPublic(v4: bytes[...]) : isPublicV6
    }

    private static func isPublic(v4 bytes: ArraySlice<UInt8>) -> Bool {
        !reservedV4.contains { $0.contains(bytes) }
    }

    private var isPublicV6: Bool {
        // The forms that carry an IPv4 address lead to where that leads.
        if Self.mapped.contains(bytes[...]) || Self.nat64.contains(bytes[...]) {
            return Self.isPublic(v4: bytes[12...])
        }
        if Self.sixToFour.contains(bytes[...]) { return Self.isPublic(v4: bytes[2..<6]) }
        // Of IPv6 only 2000::/3 has been given out (RFC 4291 §2.4): loopback, link-local, unique
        // local and multicast lie outside.
        return Self.globalUnicast.contains(bytes[...])
            && !Self.reservedV6.contains { $0.contains(bytes[...]) }
    }

    private static let mapped = Network([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96)
    private static let nat64 = Network([0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96)
    private static let sixToFour = Network([0x20, 0x02], 16)
    private static let globalUnicast = Network([0x20], 3)

    private static let reservedV6 = [
        Network([0x20, 0x01, 0x00], 23),  // IETF protocols, Teredo and ORCHID among them
        Network([0x20, 0x01, 0x0d, 0xb8], 32),  // documentation
        Network([0x3f, 0xff, 0x00], 20),  // documentation
    ]

    private static let reservedV4 = [
        Network([0], 8),  // this network
        Network([10], 8),  // private
        Network([100, 64], 10),  // carrier-grade NAT
        Network([127], 8),  // loopback
        Network([169, 254], 16),  // link-local; cloud metadata
        Network([172, 16], 12),  // private
        Network([192, 0, 0], 24),  // IETF protocols
        Network([192, 0, 2], 24),  // documentation
        Network([192, 88, 99], 24),  // 6to4 relays
        Network([192, 168], 16),  // private
        Network([198, 18], 15),  // benchmarks
        Network([198, 51, 100], 24),  // documentation
        Network([203, 0, 113], 24),  // documentation
        Network([224], 4),  // multicast
        Network([240], 4),  // reserved, and broadcast
    ]
}

/// The addresses that begin with the same bits.
private struct Network {
    let prefix: [UInt8]
    let bits: Int

    init(_ prefix: [UInt8], _ bits: Int) {
        self.prefix = prefix
        self.bits = bits
    }

    func contains(_ address: ArraySlice<UInt8>) -> Bool {
        var rest = bits
        for (byte, expected) in zip(address, prefix) where rest > 0 {
            let mask: UInt8 = rest >= 8 ? 0xff : ~(0xff >> UInt8(rest))
            guard byte & mask == expected & mask else { return false }
            rest -= 8
        }
        return true
    }
}
