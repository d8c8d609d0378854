import Domain
import Logging
import Synchronization

/// What is wrong with an item of a list of tasks. All but the last kind are left out.
enum Oddity: String, Hashable {
    /// No object, or one without an id.
    case unreadable
    /// A task that was not asked for.
    case foreign
    /// A second object for the same task.
    case duplicate
    /// A state that nobody knows.
    case unknownStatus
}

/// Logs each kind of oddity of each channel at most once an hour: a channel that is odd is odd in
/// every answer.
final class OddityLog: Sendable {
    private struct Key: Hashable {
        var oddity: Oddity
        var channel: ChannelID
    }

    private let logger: Logger
    private let logged = Mutex<[Key: ContinuousClock.Instant]>([:])

    init(logger: Logger) {
        self.logger = logger
    }

    func note(
        _ oddity: Oddity,
        channel: ChannelID,
        at now: ContinuousClock.Instant = .now
    ) {
        let isDue = logged.withLock { logged in
            let key = Key(oddity: oddity, channel: channel)
            if let last = logged[key], last.duration(to: now) < .seconds(3_600) { return false }
            logged[key] = now
            return true
        }
        guard isDue else { return }
        logger.warning(
            "channel sends odd items",
            metadata: ["channel": "\(channel)", "oddity": "\(oddity.rawValue)"]
        )
    }
}
