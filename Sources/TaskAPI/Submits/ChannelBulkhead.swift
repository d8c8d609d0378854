package import Domain
import Synchronization

/// Counts the workers that wait for each channel, so that one that hangs cannot take them all.
package final class ChannelBulkhead: Sendable {
    private let limit: Int
    private let waiting = Mutex<[ChannelID: Int]>([:])

    package init(limit: Int) {
        self.limit = limit
    }

    /// False when as many workers as may wait for the channel already do. Otherwise a
    /// ``leave(_:)`` must follow.
    package func enter(_ channel: ChannelID) -> Bool {
        waiting.withLock { waiting in
            guard waiting[channel, default: 0] < limit else { return false }
            waiting[channel, default: 0] += 1
            return true
        }
    }

    package func leave(_ channel: ChannelID) {
        waiting.withLock { waiting in
            let count = waiting[channel, default: 0]
            precondition(count > 0, "leave() without enter()")
            waiting[channel] = count == 1 ? nil : count - 1
        }
    }
}
