package import Domain
import Synchronization

/// Bounds the bytes of all large bodies that workers hold at a time.
///
/// A body stays in memory until its channel has answered, up to a minute where one hangs; without
/// this, the largest ones on all threads would add up to gigabytes. One user's take half of it at
/// most, so that nobody's pictures refuse everybody's; a single body is held wherever it fits.
package final class BodyBudget: Sendable {
    /// Bodies up to this size are not counted: on all threads together they are a few megabytes.
    package static let smallBody = 64 << 10

    private let limit: Int
    private let held = Mutex<[UserID: Int]>([:])

    package init(limit: Int) {
        self.limit = limit
    }

    /// What `body` returns while `bytes` of the budget are the user's; nil when less is left.
    package func hold<Result>(
        _ bytes: Int,
        for user: UserID,
        _ body: () throws -> Result
    ) rethrows -> Result? {
        guard bytes > Self.smallBody else { return try body() }
        let isHeld = held.withLock { held in
            let own = held[user, default: 0]
            guard bytes <= limit - held.values.reduce(0, +),
                own == 0 || own + bytes <= limit / 2
            else { return false }
            held[user] = own + bytes
            return true
        }
        guard isHeld else { return nil }
        defer {
            held.withLock { held in
                let rest = held[user, default: 0] - bytes
                held[user] = rest == 0 ? nil : rest
            }
        }
        return try body()
    }
}
