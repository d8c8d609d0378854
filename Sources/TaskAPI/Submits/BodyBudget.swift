import Synchronization

/// Bounds the bytes of all bodies that workers hold at a time.
///
/// A body stays in memory until its channel has answered, up to a minute where one hangs; without
/// this, the largest ones on all threads would add up to gigabytes.
package final class BodyBudget: Sendable {
    private let limit: Int
    private let held = Mutex(0)

    package init(limit: Int) {
        self.limit = limit
    }

    /// What `body` returns while `bytes` of the budget are taken; nil when less is left.
    package func hold<Result>(_ bytes: Int, _ body: () throws -> Result) rethrows -> Result? {
        let isHeld = held.withLock { held in
            guard bytes <= limit - held else { return false }
            held += bytes
            return true
        }
        guard isHeld else { return nil }
        defer { held.withLock { $0 -= bytes } }
        return try body()
    }
}
