package import Domain
import GRDB

extension Store {
    /// Adds an enabled channel; a slash at the end of `baseURL` is taken off.
    package func addChannel(
        name: String,
        baseURL: String,
        secret: String,
        priority: Int,
        weight: Int = 1,
        service: ChannelService = .everything,
        inFlightLimit: Int? = nil
    ) throws(StorageError) -> Channel {
        let channel = try checked(
            Channel(
                id: 0,
                name: name,
                baseURL: baseURL,
                secret: secret,
                priority: priority,
                weight: weight,
                service: service,
                inFlightLimit: inFlightLimit
            )
        )
        return try write("add a channel") { [clock] transaction in
            try transaction.requireUnused(channel.name, in: "channels")
            try transaction.requireGroups(channel.service.groups)
            try transaction.run(
                """
                INSERT INTO channels (name, base_url, secret, status, priority, weight, groups, \
                actions, modes, in_flight_limit, created_at) \
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    channel.name, channel.baseURL, channel.secret, channel.status.rawValue,
                    channel.priority, channel.weight, channel.service.groupText,
                    channel.service.actionText, channel.service.modeText, channel.inFlightLimit,
                    clock.now(),
                ]
            )
            var added = channel
            added.id = transaction.database.lastInsertedRowID
            return added
        }
    }

    /// Changes what `change` does to the channel, but for its id, status and health. Another
    /// address or secret is another channel to ask: its health is forgotten.
    package func editChannel(
        _ id: ChannelID,
        _ change: @escaping @Sendable (inout Channel) -> Void
    ) throws(StorageError) -> Channel {
        try write("edit a channel") { transaction in
            guard let old = try transaction.database.channel(id) else {
                throw StorageError.notFound(what: "channel")
            }
            var new = old
            change(&new)
            new = try checked(new)
            if new.name != old.name {
                try transaction.requireUnused(new.name, in: "channels")
            }
            try transaction.requireGroups(new.service.groups)
            try transaction.run(
                """
                UPDATE channels SET name = ?, base_url = ?, secret = ?, priority = ?, weight = ?, \
                groups = ?, actions = ?, modes = ?, in_flight_limit = ? WHERE id = ?
                """,
                [
                    new.name, new.baseURL, new.secret, new.priority, new.weight,
                    new.service.groupText, new.service.actionText, new.service.modeText,
                    new.inFlightLimit, id,
                ]
            )
            if new.baseURL != old.baseURL || new.secret != old.secret {
                _ = try transaction.forgetHealth(of: id)
            }
            guard let stored = try transaction.database.channel(id) else {
                throw StorageError.notFound(what: "channel")
            }
            return stored
        }
    }

    /// An administrator's word. Enabling also ends what was decided automatically.
    ///
    /// - Parameter reason: of disabling; empty: not said.
    package func setChannelStatus(_ status: Channel.Status, id: ChannelID, reason: String = "")
        throws(StorageError)
    {
        try checkNote(reason, called: "the reason")
        try write("set a channel's status") { transaction in
            let changed = try transaction.run(
                "UPDATE channels SET status = ?, status_reason = ? WHERE id = ?",
                [status.rawValue, status == .enabled ? "" : reason, id]
            )
            guard changed == 1 else { throw StorageError.notFound(what: "channel") }
            if status == .enabled { _ = try transaction.forgetHealth(of: id) }
        }
    }
}

/// The channel as it may be stored.
private func checked(_ channel: Channel) throws(StorageError) -> Channel {
    try checkName(channel.name)
    var channel = channel
    do {
        channel.baseURL = try BaseURL(channel.baseURL).text
    } catch {
        throw .invalid(what: "the URL", reason: error.reason)
    }
    do {
        channel.secret = try ChannelSecret(channel.secret).text
    } catch {
        throw .invalid(what: "the secret", reason: error.reason)
    }
    guard (1...maximumWeight).contains(channel.weight) else {
        throw .invalid(what: "weight", reason: "must be from 1 to \(maximumWeight)")
    }
    guard channel.inFlightLimit ?? 1 > 0 else {
        throw .invalid(what: "in-flight limit", reason: "must be at least 1")
    }
    return channel
}

/// So that the weights of all channels never overflow.
private let maximumWeight = 1_000_000

extension ChannelService {
    fileprivate var groupText: String { groups.joined(separator: " ") }
    fileprivate var actionText: String { actions.map(\.rawValue).joined(separator: " ") }
    fileprivate var modeText: String { modes.map(\.rawValue).joined(separator: " ") }
}

extension WriteTransaction {
    /// There is no row to refer to one from: the groups are a text.
    fileprivate func requireGroups(_ names: [String]) throws {
        for name in names {
            guard !name.contains(" ") else {
                throw StorageError.invalid(
                    what: "group",
                    reason: "must have no space in its name to be served by some channels only"
                )
            }
            let found = try database.selectOne("SELECT 1 FROM groups WHERE name = ?", name) { _ in
                true
            }
            guard found != nil else { throw StorageError.notFound(what: "group") }
        }
    }
}
