import Synchronization

/// Counts the readings of the unfinished tasks, so that a task which ended while a reading was
/// under way is told from one that came back: a reading that began before an end may still list
/// it.
final class RefreshClock: Sendable {
    private let count = Atomic<Int>(0)

    /// The number of the reading that begins now.
    func begin() -> Int {
        count.add(1, ordering: .sequentiallyConsistent).newValue
    }

    /// The latest reading that has begun.
    var current: Int { count.load(ordering: .sequentiallyConsistent) }
}
