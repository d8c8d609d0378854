import Domain
package import Storage

/// What a token may do, as somebody types it: only what is given is changed.
package struct TokenRules: Sendable {
    /// How long from now on; nil within: for ever.
    package var lifetime: Duration??
    /// Units; nil within: all that its user has.
    package var quota: Int64??
    /// Names of actions, stored or of new-api; empty: any.
    package var actions: [String]?
    /// Addresses and CIDRs; empty: any.
    package var networks: [String]?
    /// Nil within: the user's.
    package var group: String??
    package var limits: [TokenChange] = []

    private static let longestLifetime = Duration.seconds(100 * 366 * 86_400)

    package init() {}

    package var isEmpty: Bool {
        lifetime == nil && quota == nil && actions == nil && networks == nil && group == nil
            && limits.isEmpty
    }

    /// - Parameter action: What is being done, for errors.
    func changes(action: String) throws(AdministrationError) -> [TokenChange] {
        var changes = limits
        if let lifetime {
            changes.append(.expiresAt(try Self.expiry(lifetime, action: action)))
        }
        if let quota {
            guard quota ?? 0 >= 0 else {
                throw AdministrationError(
                    .invalid,
                    "\(action): the quota is negative",
                    hint: "give 0 or more units, or “unlimited”"
                )
            }
            guard quota ?? 0 <= Quota.largest else {
                throw AdministrationError(
                    .invalid,
                    "\(action): the quota is too large",
                    hint: "give at most \(Quota.largest) units, or “unlimited”"
                )
            }
            changes.append(.remaining(quota))
        }
        if let actions {
            var known: [TaskAction] = []
            for name in actions {
                let next = try ActionName.action(name, action: action)
                if !known.contains(next) { known.append(next) }
            }
            changes.append(.allowedActions(known))
        }
        if let networks {
            for network in networks where Network(network) == nil {
                throw AdministrationError(
                    .invalid,
                    "\(action): “\(network)” is neither an address nor a network",
                    hint: "write it like 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32"
                )
            }
            changes.append(.allowedNetworks(networks))
        }
        if let group { changes.append(.group(group)) }
        return changes
    }

    private static func expiry(_ lifetime: Duration?, action: String) throws(AdministrationError)
        -> Milliseconds
    {
        guard let lifetime else { return 0 }
        guard lifetime > .zero, lifetime <= Self.longestLifetime else {
            throw AdministrationError(
                .invalid,
                "\(action): it would end at once, or in more than 100 years",
                hint: "give a time such as 30d, or none for a token that never ends"
            )
        }
        return wallClock() + Milliseconds(lifetime / .milliseconds(1))
    }
}
