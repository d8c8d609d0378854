package import Domain
import GRDB

/// What a failure or a success of a submit did to its channel.
package enum ChannelTurn: Sendable, Equatable {
    /// It was open or closed, and is so still.
    case none
    /// From now on it gets no new work.
    case opened(ChannelHealth)
    /// Its trial failed: it gets none for longer.
    case stayedOpen(ChannelHealth)
    /// It had got none, and gets some again.
    case closed
}

extension Store {
    /// A channel did not do its work. Writes nothing while it is open, but for its trial.
    ///
    /// - Parameters:
    ///   - reason: In words for an operator, without secrets and addresses.
    ///   - isTrial: The submit was let in as the channel's trial.
    package func recordFailure(of id: ChannelID, reason: String, isTrial: Bool)
        throws(StorageError) -> ChannelTurn
    {
        let rules = configuration.channelHealth
        guard rules.failures > 0 else { return .none }
        if !isTrial {
            let health = try read("read a channel's health") { try $0.channelHealth(id) }
            guard health?.opening == nil else { return .none }
        }
        return try write("record a channel's failure") { [clock] transaction in
            let old = try transaction.database.channelHealth(id)
            let new = rules.health(
                after: old,
                failing: reason,
                isTrial: isTrial,
                at: clock.now()
            )
            guard let new else { return .none }
            try transaction.run(
                """
                INSERT INTO channel_health \
                (channel_id, failures, reason, failed_at, opened_at, trial_at) \
                VALUES (?, ?, ?, ?, ?, ?) \
                ON CONFLICT (channel_id) DO UPDATE SET failures = excluded.failures, \
                reason = excluded.reason, failed_at = excluded.failed_at, \
                opened_at = excluded.opened_at, trial_at = excluded.trial_at
                """,
                [
                    id, new.failures, new.reason, new.failedAt, new.opening?.since,
                    new.opening?.trialAt,
                ]
            )
            guard new.opening != nil else { return .none }
            return old?.opening == nil ? .opened(new) : .stayedOpen(new)
        }
    }

    /// A channel did its work. Writes nothing when it had done so before.
    package func recordSuccess(of id: ChannelID) throws(StorageError) -> ChannelTurn {
        let health = try read("read a channel's health") { try $0.channelHealth(id) }
        guard health != nil else { return .none }
        return try write("record a channel's success") { transaction in
            let wasOpen = try transaction.database.channelHealth(id)?.opening != nil
            return try transaction.forgetHealth(of: id) && wasOpen ? .closed : .none
        }
    }
}

extension WriteTransaction {
    /// False when there was none.
    func forgetHealth(of id: ChannelID) throws -> Bool {
        try run("DELETE FROM channel_health WHERE channel_id = ?", [id]) == 1
    }
}
