import Testing
import Upstream

@testable import Polling

struct CallbackSlotsTests {
    private var slots = CallbackSlots(perReceiver: 2, total: 12, firstSilence: .seconds(5))
    private let now = ContinuousClock.now

    private func lane(_ host: String, user: Int64 = 1) throws -> CallbackSlots.Lane {
        .init(
            receiver: try #require(CallbackReceiver(url: "http://\(host)/")),
            userID: user
        )
    }

    @Test mutating func free_isBoundedByReceiver() throws {
        let lane = try lane("a")
        #expect(slots.free(for: lane, at: now) == 2)
        slots.begin(lane)
        slots.begin(lane)
        #expect(slots.free(for: lane, at: now) == 0)
        #expect(slots.free(for: try self.lane("a", user: 2), at: now) == 0)
        #expect(slots.free(for: try self.lane("b", user: 2), at: now) == 2)
        slots.end(lane)
        #expect(slots.free(for: lane, at: now) == 1)
    }

    /// A quarter of all: who names many hosts that hang does not take the places of others.
    @Test mutating func free_isBoundedByUser() throws {
        for host in ["a", "b", "c"] { slots.begin(try lane(host)) }
        #expect(slots.free(for: try lane("d"), at: now) == 0)
        #expect(slots.free(for: try lane("d", user: 2), at: now) == 2)
    }

    @Test mutating func free_isBoundedInAll() throws {
        for user in 1...12 { slots.begin(try lane("h\(user)", user: Int64(user))) }
        #expect(slots.free(for: try lane("x", user: 13), at: now) == 0)
    }

    @Test mutating func aTask_isDeliveredOnceAtATime() {
        let isFirst = slots.begin(task: "1")
        let isSecond = slots.begin(task: "1")
        slots.end(task: "1")
        let isThird = slots.begin(task: "1")
        #expect(isFirst && !isSecond && isThird)
    }

    @Test mutating func aReceiverThatIsSilent_isLeftAlone_longerEachTime() throws {
        let lane = try lane("a")
        for _ in 1...2 { slots.noteSilence(of: lane.receiver, at: now) }
        #expect(slots.free(for: lane, at: now) == 2, "connections break")
        slots.noteSilence(of: lane.receiver, at: now)
        // Under way at the same time: no further failure.
        slots.noteSilence(of: lane.receiver, at: now)
        #expect(slots.silentUntil(lane.receiver, at: now) == now + .seconds(5))
        #expect(slots.free(for: lane, at: now) == 0)
        let later = now + .seconds(5)
        #expect(slots.free(for: lane, at: later) == 1, "one probe")
        slots.noteSilence(of: lane.receiver, at: later)
        #expect(slots.silentUntil(lane.receiver, at: later) == later + .seconds(10))
        slots.noteAnswer(of: lane.receiver)
        #expect(slots.free(for: lane, at: later) == 2)
    }
}
