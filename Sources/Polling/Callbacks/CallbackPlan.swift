import Domain
import Storage
import Upstream

/// What is to be done about the callbacks that are due.
struct CallbackPlan {
    /// Rows that one delivers after the other.
    struct Work: Sendable {
        var lane: CallbackSlots.Lane
        var rows: [Callback]
    }

    struct Postponed: Sendable, Equatable {
        var ids: [Int64]
        var pause: Duration
    }

    /// What a lane takes at most, so that its place comes free for others.
    private static let lane = 25
    /// How many rows a receiver that answers takes in a second, about: rows that find no place free
    /// make room for others until it is their turn.
    private static let pace = 100
    private static let longestPause = 60

    /// How many rows of each lane wait for their turn.
    private(set) var line: [CallbackSlots.Lane: Int]
    private(set) var work: [Work] = []
    private(set) var postponed: [Postponed] = []
    /// Older than the deadline: not delivered any more.
    private(set) var expired: [Callback] = []
    /// Nobody can be reached by their address.
    private(set) var invalid: [Callback] = []

    /// - Parameters:
    ///   - rows: due, oldest first.
    ///   - isFull: more may be due, which rows that cannot be delivered now must not hide.
    ///   - line: of the plan for the rows before these.
    init(
        _ rows: [Callback],
        isFull: Bool,
        slots: CallbackSlots,
        line: [CallbackSlots.Lane: Int] = [:],
        deadline: Duration,
        at now: Milliseconds
    ) {
        self.line = line
        let instant = ContinuousClock.now
        var slots = slots
        var lanes: [CallbackSlots.Lane: [Callback]] = [:]
        for row in rows {
            if now - row.createdAt >= deadline.milliseconds {
                expired.append(row)
            } else if let receiver = CallbackReceiver(url: row.url) {
                lanes[.init(receiver: receiver, userID: row.userID), default: []].append(row)
            } else {
                invalid.append(row)
            }
        }
        for (lane, rows) in lanes {
            if let until = slots.silentUntil(lane.receiver, at: instant) {
                postponed.append(Postponed(ids: rows.map(\.id), pause: until - instant))
                continue
            }
            var rest = rows[...]
            let free = slots.free(for: lane, at: instant)
            let share = min(Self.lane, (rows.count + max(1, free) - 1) / max(1, free))
            for _ in 0..<free where !rest.isEmpty {
                slots.begin(lane)
                work.append(Work(lane: lane, rows: Array(rest.prefix(share))))
                rest = rest.dropFirst(share)
            }
            if isFull { postpone(rest, of: lane) }
        }
    }

    /// The pause grows with the place in line: a long line is not rewritten every second.
    private mutating func postpone(_ rows: ArraySlice<Callback>, of lane: CallbackSlots.Lane) {
        var rest = rows
        while !rest.isEmpty {
            let place = line[lane, default: 0]
            let together = rest.prefix(Self.pace - place % Self.pace)
            let seconds = min(1 + place / Self.pace, Self.longestPause)
            postponed.append(Postponed(ids: together.map(\.id), pause: .seconds(seconds)))
            line[lane] = place + together.count
            rest = rest.dropFirst(together.count)
        }
    }
}
