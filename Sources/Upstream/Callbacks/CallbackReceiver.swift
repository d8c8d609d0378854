import Domain

/// Who shares a receiver's fate: the host and port of an address.
package struct CallbackReceiver: Hashable, Sendable {
    private let host: String
    private let port: Int

    /// Nil for what is no address that could be delivered to.
    package init?(url: String) {
        guard let address = try? OutsideAddress(url) else { return nil }
        host = address.host
        port = address.port
    }
}

/// The receivers that may be in a private network: named hosts, and networks.
package struct AllowedReceivers: Sendable, Equatable {
    package let names: [String]
    private let hosts: Set<String>
    private let networks: [Network]

    /// None.
    package init() {
        names = []
        hosts = []
        networks = []
    }

    /// - Parameter names: host names as they stand in addresses, addresses, or CIDRs; nil when one
    ///   of them is none of these.
    package init?(_ names: [String]) {
        var hosts: Set<String> = []
        var networks: [Network] = []
        for name in names {
            if let network = Network(name) {
                networks.append(network)
            } else if !name.contains(where: { "/:[]@".contains($0) }),
                let address = try? OutsideAddress("http://\(name)/")
            {
                hosts.insert(address.host)
            } else {
                return nil
            }
        }
        self.names = names
        self.hosts = hosts
        self.networks = networks
    }

    func contains(_ host: String, _ address: IPAddress) -> Bool {
        hosts.contains(host) || networks.contains { $0.contains(address.text) }
    }
}
