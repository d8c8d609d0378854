import Redis
import Testing

struct ReconnectScheduleTests {
    private let start = ContinuousClock.now

    /// How long after a failure at `start` the next try is due, to the millisecond.
    private func pause(_ schedule: ReconnectSchedule) -> Int? {
        (0...20_000).first { schedule.allowsTry(at: start + .milliseconds($0)) }
    }

    @Test func firstTry_isAllowed() {
        #expect(ReconnectSchedule().allowsTry(at: start))
    }

    @Test func failed_doublesThePause_upToTheLongest() {
        var schedule = ReconnectSchedule()
        let pauses = (1...100).map { _ in
            schedule.failed(at: start, cost: .microseconds(20))
            return pause(schedule)
        }
        #expect(pauses.prefix(7) == [50, 100, 200, 400, 800, 1000, 1000])
        #expect(pauses.last == 1000)
    }

    @Test func failed_waitsTenTimesWhatTheTryCost() {
        var schedule = ReconnectSchedule()
        schedule.failed(at: start, cost: .milliseconds(500))
        #expect(pause(schedule) == 5000)
    }

    @Test func answered_startsAnew() {
        var schedule = ReconnectSchedule()
        for _ in 1...5 { schedule.failed(at: start, cost: .zero) }

        schedule.answered()

        #expect(schedule.allowsTry(at: start))
        schedule.failed(at: start, cost: .zero)
        #expect(pause(schedule) == 50)
    }
}
