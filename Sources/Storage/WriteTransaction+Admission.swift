import Domain

/// What tasks are to a channel.
package enum ChannelAdmission: Sendable, Equatable {
    /// Only an enabled one takes it, and one that is open as its trial.
    case newWork
    /// Goes on with what the channel has, whatever its state.
    case followUp
}

/// Why a channel takes no more tasks just now. Nothing was changed.
package enum ChannelBar: Sendable, Equatable {
    /// Disabled since it was read, by an administrator or automatically.
    case closed
    /// With these it would have more under way than it may.
    case full
}

extension WriteTransaction {
    /// Lets `count` more tasks in to a channel, or says why not: exact, because nobody else writes
    /// meanwhile. New work for a channel that is open takes its trial, so it must be sent.
    func admit(
        _ count: Int,
        to id: ChannelID,
        as admission: ChannelAdmission,
        at now: Milliseconds,
        rules: ChannelHealthRules
    ) throws -> ChannelBar? {
        let found = try database.selectOne(
            """
            SELECT c.status, c.in_flight_limit, h.failures, h.reason, h.failed_at, h.opened_at, \
            h.trial_at FROM channels c LEFT JOIN channel_health h ON h.channel_id = c.id \
            WHERE c.id = ?
            """,
            id
        ) { row in
            (
                status: row.text(0), limit: row.optionalInteger(1).map { Int($0) },
                health: ChannelRow.health(row, from: 2)
            )
        }
        guard let found else { throw StorageError.notFound(what: "channel") }
        if admission == .newWork {
            guard found.status == Channel.Status.enabled.rawValue,
                !(found.health?.isResting(at: now) ?? false)
            else { return .closed }
        }
        if try isFull(id, limit: found.limit, for: count) { return .full }
        if admission == .newWork, let health = found.health, health.opening != nil {
            // Nobody else gets the trial until its outcome is known, or cannot be expected any more.
            try run(
                "UPDATE channel_health SET trial_at = ? WHERE channel_id = ?",
                [rules.nextTrial(after: health, at: now), id]
            )
        }
        return nil
    }

    /// Whether a channel has as many tasks under way as it may; exact, as ``admit(_:to:as:at:rules:)``.
    func isFull(_ id: ChannelID) throws -> Bool {
        let limit = try database.selectOne(
            "SELECT in_flight_limit FROM channels WHERE id = ?",
            id
        ) { $0.optionalInteger(0).map { Int($0) } }
        return try isFull(id, limit: limit ?? nil, for: 1)
    }

    private func isFull(_ id: ChannelID, limit: Int?, for count: Int) throws -> Bool {
        guard let limit else { return false }
        let atWork = try database.tasksInFlight(on: id, upTo: limit)
        let cancelled = try database.selectOne(TaskSQL.cancellationsOn, id, limit) {
            Int($0.integer(0))
        }
        return atWork + (cancelled ?? 0) + count > limit
    }
}
