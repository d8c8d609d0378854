import Domain
import Testing

struct PollScheduleTests {
    private let quiet = PollSchedule.Event.answered(changed: false, took: .zero)
    private let busy = PollSchedule.Event.answered(changed: true, took: .zero)

    @Test func next_stretchesAndHalvesBetweenTheLimits() {
        var schedule = PollSchedule(limits: .init())
        #expect(schedule.next(after: quiet) == .seconds(1.5))
        #expect(schedule.next(after: quiet) == .seconds(2.25))
        for _ in 1...20 { _ = schedule.next(after: quiet) }
        #expect(schedule.pause == .seconds(15))
        #expect(schedule.next(after: busy) == .seconds(7.5))
        for _ in 1...20 { _ = schedule.next(after: busy) }
        #expect(schedule.pause == .seconds(1))
    }

    @Test func next_doublesAfterFailures_upToItsLimit_andStartsAnewAfterAnAnswer() {
        var schedule = PollSchedule(limits: .init())
        let pauses = (1...8).map { _ in schedule.next(after: .failed) }
        #expect(pauses == [2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
        for _ in 1...100 { _ = schedule.next(after: .failed) }
        #expect(schedule.pause == .seconds(60))
        #expect(schedule.next(after: busy) == .seconds(1))
        #expect(schedule.next(after: .failed) == .seconds(2))
    }

    @Test func next_restsAsLongAsALookTakes() {
        var schedule = PollSchedule(limits: .init())
        let slow = PollSchedule.Event.answered(changed: true, took: .seconds(4))
        #expect(schedule.next(after: slow) == .seconds(4))
        #expect(schedule.next(after: .taskAdded) == .seconds(4))
        let endless = PollSchedule.Event.answered(changed: true, took: .seconds(400))
        #expect(schedule.next(after: endless) == .seconds(15))
    }

    @Test func next_hastensForANewTask_unlessTheChannelFails() {
        var schedule = PollSchedule(limits: .init())
        for _ in 1...20 { _ = schedule.next(after: quiet) }
        #expect(schedule.next(after: .taskAdded) == .seconds(1))
        for _ in 1...3 { _ = schedule.next(after: .failed) }
        #expect(schedule.next(after: .taskAdded) == .seconds(8))
    }
}
