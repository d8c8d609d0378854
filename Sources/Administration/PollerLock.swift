package import Domain
import Glibc

/// What the poller's lock file tells: whether a poller works, and when it last finished a round.
package struct PollerLock: Sendable, Equatable {
    /// Whether somebody holds the lock.
    package var isHeld: Bool
    /// nil: never.
    package var lastRound: Milliseconds?

    package init(path: String) {
        isHeld = false
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // A shared lock for an instant: a poller that stands by tries again after it.
        isHeld = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        if !isHeld { flock(descriptor, LOCK_UN) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        lastRound = Milliseconds(text.prefix { $0.isNumber })
    }
}
