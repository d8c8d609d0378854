package import Domain
import GRDB

extension Store {
    /// All channels, by priority (highest first), then id.
    package func channels() throws(StorageError) -> [Channel] {
        try read("read channels") { try $0.channels() }
    }

    /// Nil: there is none.
    package func channel(_ id: ChannelID) throws(StorageError) -> Channel? {
        try read("read a channel") { try $0.channel(id) }
    }

    /// The same as ``channels()``, with what is under way on those that may take a task like this.
    ///
    /// On the way of every submit: counts are bounded, and none is made where none can matter.
    package func channelLoads(for demand: ChannelDemand) throws(StorageError) -> [ChannelLoad] {
        try read("read channels for a task") { database in
            let channels = try database.channels()
            let takers = channels.filter { $0.status == .enabled && $0.service.covers(demand) }
            return try channels.map { channel in
                guard channel.inFlightLimit != nil || takers.count > 1, takers.contains(channel)
                else { return ChannelLoad(channel) }
                let bound = channel.inFlightLimit ?? Self.largestLoad
                return ChannelLoad(
                    channel,
                    inFlight: try database.tasksInFlight(on: channel.id, upTo: bound)
                )
            }
        }
    }

    /// Busier channels without a limit count as equally busy.
    private static let largestLoad = 100

    /// What a channel still has to do: tasks under way, and windows that wait for their users.
    package func unfinishedTasks(on id: ChannelID)
        throws(StorageError) -> (inFlight: Int, waiting: Int)
    {
        try read("count a channel's tasks") { database in
            (
                try database.tasksInFlight(on: id, upTo: .max),
                try database.selectOne(TaskSQL.waiting, id) { Int($0.integer(0)) } ?? 0
            )
        }
    }
}

/// The columns of a channel, in the order that ``channel(_:)`` reads them.
enum ChannelRow {
    static let select = """
        SELECT c.id, c.name, c.base_url, c.secret, c.status, c.status_reason, c.priority, \
        c.weight, c.groups, c.actions, c.modes, c.in_flight_limit, h.failures, h.reason, \
        h.failed_at, h.opened_at, h.trial_at \
        FROM channels c LEFT JOIN channel_health h ON h.channel_id = c.id
        """

    static func channel(_ row: borrowing RawRow) -> Channel {
        Channel(
            id: row.integer(0),
            name: row.text(1),
            baseURL: row.text(2),
            secret: row.text(3),
            status: Channel.Status(rawValue: row.text(4)) ?? .disabled,
            statusReason: row.text(5),
            priority: Int(row.integer(6)),
            weight: Int(row.integer(7)),
            service: ChannelService(
                groups: row.words(8),
                actions: row.words(9).map(TaskAction.init(rawValue:)),
                modes: row.words(10).compactMap(SpeedMode.init(rawValue:))
            ),
            inFlightLimit: row.optionalInteger(11).map { Int($0) },
            health: health(row, from: 12)
        )
    }

    /// Nil where the row has none: the columns are NULL.
    static func health(_ row: borrowing RawRow, from column: CInt) -> ChannelHealth? {
        guard let failures = row.optionalInteger(column) else { return nil }
        var opening: ChannelHealth.Opening?
        if let since = row.optionalInteger(column + 3),
            let trialAt = row.optionalInteger(column + 4)
        {
            opening = .init(since: since, trialAt: trialAt)
        }
        return ChannelHealth(
            failures: Int(failures),
            reason: row.text(column + 1),
            failedAt: row.integer(column + 2),
            opening: opening
        )
    }
}

extension Database {
    func channels() throws -> [Channel] {
        try select(
            ChannelRow.select + " ORDER BY c.priority DESC, c.id",
            row: ChannelRow.channel
        )
    }

    func channel(_ id: ChannelID) throws -> Channel? {
        try selectOne(ChannelRow.select + " WHERE c.id = ?", id, row: ChannelRow.channel)
    }

    func channelHealth(_ id: ChannelID) throws -> ChannelHealth? {
        try selectOne(
            """
            SELECT failures, reason, failed_at, opened_at, trial_at FROM channel_health \
            WHERE channel_id = ?
            """,
            id
        ) { ChannelRow.health($0, from: 0) } ?? nil
    }

    /// Counted up to `bound`.
    func tasksInFlight(on id: ChannelID, upTo bound: Int) throws -> Int {
        try selectOne(TaskSQL.inFlight, id, bound) { Int($0.integer(0)) } ?? 0
    }
}
