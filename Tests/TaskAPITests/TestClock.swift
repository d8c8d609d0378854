import Domain
import Storage
import Synchronization

/// A clock that a test may set.
final class TestClock: Sendable {
    private let time = Mutex<Milliseconds?>(nil)

    var now: Milliseconds { time.withLock { $0 } ?? wallClock() }

    func set(_ now: Milliseconds) {
        time.withLock { $0 = now }
    }
}
