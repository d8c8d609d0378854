import Domain
import Foundation
import HotState
import Synchronization

/// Takes the hints that relays leave in Redis, on a thread of its own, and wakes who can use them.
///
/// A hint says only that a look is worth while now. All that gather in a moment are one.
struct Hints: Sendable {
    /// How many of a moment's hints wait for their turn; what is beyond is lost and found later.
    private static let waiting = 16
    /// After each taking, so that a flood is taken in bulk.
    private static let pause = 0.05
    /// While Redis is away.
    private static let rest = 0.5

    let channels: FollowedChannels
    let lostAnswers: LostAnswers
    let makeHotState: @Sendable () -> HotState

    func run() async {
        let (hints, continuation) = AsyncStream.makeStream(
            of: Set<Hint>.self,
            bufferingPolicy: .bufferingOldest(Self.waiting)
        )
        let isStopped = Flag()
        let makeHotState = makeHotState
        // Ends by itself within a moment; what it takes last is lost, like any hint may be.
        Thread.detachNewThread {
            let hotState = makeHotState()
            while !isStopped.isSet {
                guard let taken = hotState.takeHints(wait: .seconds(1)) else {
                    Thread.sleep(forTimeInterval: Self.rest)
                    continue
                }
                guard !taken.isEmpty else { continue }
                continuation.yield(Set(taken))
                Thread.sleep(forTimeInterval: Self.pause)
            }
        }
        defer { isStopped.set() }
        for await hints in hints {
            await pass(on: hints)
        }
    }

    private func pass(on hints: Set<Hint>) async {
        let followed = channels.all
        for (id, hints) in Dictionary(grouping: hints, by: \.channelID) {
            let unknown = await followed[id]?.hint(hints.map(\.mjID)) ?? true
            // Of a task that nobody looks at: perhaps its answer was lost, or it is a modal call's.
            if unknown { await lostAnswers.hint(id) }
        }
    }
}

/// Goes up once and stays.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
