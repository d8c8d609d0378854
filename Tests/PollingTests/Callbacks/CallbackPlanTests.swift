import Domain
import Storage
import Testing
import Upstream

@testable import Polling

struct CallbackPlanTests {
    private var slots = CallbackSlots(perReceiver: 2, total: 64, firstSilence: .seconds(5))

    private func plan(_ rows: [Callback], isFull: Bool = false) -> CallbackPlan {
        CallbackPlan(
            rows,
            isFull: isFull,
            slots: slots,
            deadline: .seconds(100),
            at: 100_000
        )
    }

    @Test func rowsOfAReceiver_areSpreadOverItsLanes_inOrder() {
        let plan = plan((1...5).map { .make($0) })
        #expect(plan.work.map { $0.rows.map(\.id) } == [[1, 2, 3], [4, 5]])
        #expect(plan.postponed.isEmpty && plan.expired.isEmpty && plan.invalid.isEmpty)
    }

    @Test func whatIsOlderThanTheDeadline_isGivenUp() {
        let plan = plan([.make(1, createdAt: 0), .make(2, createdAt: 1)])
        #expect(plan.expired.map(\.id) == [1])
        #expect(plan.work.flatMap(\.rows).map(\.id) == [2])
    }

    @Test func whatHasNoAddress_isGivenUp() {
        #expect(plan([.make(1, url: "http://u@host/")]).invalid.map(\.id) == [1])
    }

    @Test mutating func rowsOfASilentReceiver_makeRoomForOthers() throws {
        let receiver = try #require(CallbackReceiver(url: "http://dead/"))
        for _ in 1...3 { slots.noteSilence(of: receiver, at: .now) }
        let plan = plan([.make(1, url: "http://dead/a"), .make(2)])
        #expect(plan.work.flatMap(\.rows).map(\.id) == [2])
        let postponed = try #require(plan.postponed.first)
        #expect(postponed.ids == [1])
        #expect(postponed.pause > .seconds(4) && postponed.pause <= .seconds(5))
    }

    @Test func aCrowd_makesRoomForOthers_onlyWhenThereMayBeOthers() {
        let crowd = (1...80).map { Callback.make($0) }
        #expect(plan(crowd).postponed.isEmpty)
        let full = plan(crowd, isFull: true)
        #expect(full.work.flatMap(\.rows).count == 50)
        #expect(full.postponed == [.init(ids: Array(51...80), pause: .seconds(1))])
    }

    @Test func thePauseOfACrowd_growsWithThePlaceInLine_upToAMinute() {
        let first = plan((1...300).map { .make($0) }, isFull: true)
        #expect(
            first.postponed == [
                .init(ids: Array(51...150), pause: .seconds(1)),
                .init(ids: Array(151...250), pause: .seconds(2)),
                .init(ids: Array(251...300), pause: .seconds(3)),
            ]
        )
        // The next page goes on where this one ends.
        let second = CallbackPlan(
            (301...7300).map { .make($0) },
            isFull: true,
            slots: CallbackSlots(perReceiver: 2, total: 64, firstSilence: .seconds(5)),
            line: first.line,
            deadline: .seconds(100),
            at: 100_000
        )
        #expect(second.postponed.first == .init(ids: Array(351...400), pause: .seconds(3)))
        #expect(second.postponed.map(\.pause).max() == .seconds(60))
        #expect(second.postponed.flatMap(\.ids) == Array(351...7300))
    }
}

extension Callback {
    fileprivate static func make(
        _ id: Int64,
        url: String = "http://hook/",
        createdAt: Milliseconds = 99_000
    ) -> Callback {
        Callback(
            id: id,
            mjID: "\(id)",
            userID: 7,
            url: url,
            createdAt: createdAt,
            nextAttemptAt: createdAt
        )
    }
}
