package import Domain
import GRDB

extension Store {
    /// All channels, by priority (highest first), then id.
    package func channels() throws(StorageError) -> [Channel] {
        try read("read channels") { database in
            try database.select(
                """
                SELECT id, name, base_url, secret, status, priority FROM channels \
                ORDER BY priority DESC, id
                """
            ) { row in
                Channel(
                    id: row.integer(0),
                    name: row.text(1),
                    baseURL: row.text(2),
                    secret: row.text(3),
                    status: Channel.Status(rawValue: row.text(4)) ?? .disabled,
                    priority: Int(row.integer(5))
                )
            }
        }
    }

    /// Adds an enabled channel; slashes at the end of `baseURL` are taken off.
    package func addChannel(name: String, baseURL: String, secret: String, priority: Int)
        throws(StorageError) -> Channel
    {
        try checkName(name)
        var baseURL = baseURL
        while baseURL.hasSuffix("/") { baseURL.removeLast() }
        let schemes = ["http://", "https://"]
        guard schemes.contains(where: { baseURL.hasPrefix($0) && baseURL != $0.dropLast(2) }) else {
            throw .invalid(what: "base URL", reason: "must begin with http:// or https://")
        }
        let channel = Channel(
            id: 0,
            name: name,
            baseURL: baseURL,
            secret: secret,
            priority: priority
        )
        return try write("add a channel") { [clock] transaction in
            try transaction.requireUnused(name, in: "channels")
            var channel = channel
            try transaction.run(
                """
                INSERT INTO channels (name, base_url, secret, status, priority, created_at) \
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    channel.name, channel.baseURL, channel.secret, channel.status.rawValue,
                    channel.priority, clock.now(),
                ]
            )
            channel.id = transaction.database.lastInsertedRowID
            return channel
        }
    }

    package func setChannelStatus(_ status: Channel.Status, id: ChannelID) throws(StorageError) {
        try write("set a channel's status") { transaction in
            let changed = try transaction.run(
                "UPDATE channels SET status = ? WHERE id = ?",
                [status.rawValue, id]
            )
            guard changed == 1 else { throw StorageError.notFound(what: "channel") }
        }
    }
}

extension Database {
    func requireChannel(_ id: ChannelID) throws {
        let found = try selectOne("SELECT 1 FROM channels WHERE id = ?", id) { _ in true }
        guard found != nil else { throw StorageError.notFound(what: "channel") }
    }
}
