import Domain
import Logging
import Synchronization

/// The clock of submit times, which never goes back: a page of a list that is filtered by time is
/// a range of ordinals only because times grow with ordinals.
final class SubmitClock: Sendable {
    private let read: @Sendable () -> Milliseconds
    private let isBehind = Mutex(false)
    private let logger: Logger

    init(now: @escaping @Sendable () -> Milliseconds, logger: Logger) {
        read = now
        self.logger = logger
    }

    /// The time as the system has it.
    func now() -> Milliseconds { read() }

    /// The time for a submit that follows one at `latest`.
    ///
    /// A clock that went back by more than a second is not followed, and is reported once until
    /// it has caught up.
    func submitTime(after latest: Milliseconds) -> Milliseconds {
        let now = now()
        let wasJump = isBehind.withLock { isBehind in
            let wasBehind = isBehind
            isBehind = latest - now > 1000 || (wasBehind && latest > now)
            return isBehind && !wasBehind
        }
        if wasJump {
            logger.warning(
                "the clock is behind the newest task; submit times stand still until it catches up",
                metadata: ["behind_ms": "\(latest - now)"]
            )
        }
        return max(now, latest)
    }
}
