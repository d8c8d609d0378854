import Testing

@testable import DemoUpstream

@Suite struct DemoClockTests {
    @Test func now_followsTheWall_untilItIsToldOtherwise() {
        var clock = DemoClock()
        #expect(clock.now(wall: 100) == 100)
        clock.advance(by: 50)
        #expect(clock.now(wall: 110) == 160)
        clock.setFrozen(true, wall: 120)
        #expect(clock.now(wall: 500) == 170)
        clock.advance(by: 5)
        #expect(clock.now(wall: 600) == 175)
        clock.setFrozen(false, wall: 620)
        #expect(clock.now(wall: 621) == 176)
    }
}
