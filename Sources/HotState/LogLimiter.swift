import Synchronization

/// Lets a message through once in a while, for all threads of the process together: what goes
/// wrong with every request must not fill the log.
final class LogLimiter: Sendable {
    private let pause: Duration
    private let next = Mutex<ContinuousClock.Instant?>(nil)

    init(pause: Duration) {
        self.pause = pause
    }

    /// Whether to log now; asked only when there is something to log.
    func allows(at now: ContinuousClock.Instant = .now) -> Bool {
        next.withLock { next in
            if let due = next, now < due { return false }
            next = now + pause
            return true
        }
    }
}
