import DequeModule
import Domain
import HeapModule

/// An account's slots and its waiting line: `coreSize` tasks run, `queueSize` wait, the rest is
/// refused.
///
/// As each task's length is known when it is submitted, so is the moment at which it gets a slot:
/// the whole line is computed ahead, and nothing has to happen when a task ends.
struct AccountQueue: Sendable {
    let id: String
    let coreSize: Int
    let queueSize: Int
    /// Gets no new tasks.
    var isPaused = false

    /// When each slot in use becomes free for good, as far as is known now.
    private var slots = Heap<Milliseconds>()
    /// When the waiting tasks will get their slots, in order: who comes first is served first.
    private var waiting = Deque<Milliseconds>()

    init(id: String, coreSize: Int, queueSize: Int) {
        precondition(coreSize > 0 && queueSize >= 0, "an account has at least one slot")
        self.id = id
        self.coreSize = coreSize
        self.queueSize = queueSize
    }

    enum Admission: Equatable {
        /// - Parameter ahead: tasks that already waited, before this one joined.
        case accepted(slotAt: Milliseconds, ahead: Int)
        case full
    }

    /// Takes in a task that occupies a slot for `duration`, for ever when nil.
    mutating func admit(duration: Milliseconds?, at now: Milliseconds) -> Admission {
        settle(at: now)
        let ahead = waiting.count
        let slotAt: Milliseconds
        if slots.count < coreSize {
            slotAt = now
        } else {
            guard ahead < queueSize else { return .full }
            // .max: behind tasks that never end.
            guard let earliest = slots.popMin() else { return .full }
            slotAt = earliest
            waiting.append(slotAt)
        }
        let (end, overflow) = slotAt.addingReportingOverflow(duration ?? .max)
        slots.insert(overflow ? .max : end)
        return .accepted(slotAt: slotAt, ahead: ahead)
    }

    /// Takes in a task that has its slot already.
    mutating func occupy(until end: Milliseconds) {
        slots.insert(end)
    }

    /// Tasks that run and wait, less the slots: what the choice of an account goes by.
    mutating func load(at now: Milliseconds) -> Int {
        settle(at: now)
        return slots.count + waiting.count - coreSize
    }

    mutating func counts(at now: Milliseconds) -> (running: Int, waiting: Int) {
        settle(at: now)
        return (slots.count, waiting.count)
    }

    private mutating func settle(at now: Milliseconds) {
        while let first = waiting.first, first <= now { waiting.removeFirst() }
        while let earliest = slots.min, earliest <= now { slots.removeMin() }
    }
}
