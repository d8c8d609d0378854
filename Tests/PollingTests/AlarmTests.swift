import Testing

@testable import Polling

@Suite(.timeLimit(.minutes(1)))
struct AlarmTests {
    @Test func ring_endsTheSleep() async {
        let alarm = Alarm()
        async let sleep: Void = alarm.sleep(atMost: .seconds(3600))
        alarm.ring()
        await sleep
    }

    @Test func ring_beforeTheSleep_endsItAtOnce_andOnlyThatOne() async {
        let alarm = Alarm()
        alarm.ring()
        await alarm.sleep(atMost: .seconds(3600))
        let begin = ContinuousClock.now
        await alarm.sleep(atMost: .milliseconds(20))
        #expect(ContinuousClock.now - begin >= .milliseconds(20))
    }

    @Test func aCancelledTask_doesNotSleep() async {
        let alarm = Alarm()
        let task = Task { await alarm.sleep(atMost: .seconds(3600)) }
        task.cancel()
        await task.value
    }
}
