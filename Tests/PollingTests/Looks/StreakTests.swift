import Testing

@testable import Polling

struct StreakTests {
    @Test func hasLasted_needsBothTheLooksAndTheTime() {
        var streak = Streak()
        #expect(!streak.hasLasted(looks: 1, grace: .zero, at: 0))
        for now in [0, 1000, 2000] as [Int64] { streak.extend(at: now) }
        #expect(!streak.hasLasted(looks: 3, grace: .seconds(10), at: 9_999))
        #expect(streak.hasLasted(looks: 3, grace: .seconds(10), at: 10_000))
        #expect(!streak.hasLasted(looks: 4, grace: .seconds(10), at: 10_000))
    }

    @Test func end_startsAnew() {
        var streak = Streak()
        for now in [0, 1000, 2000] as [Int64] { streak.extend(at: now) }
        streak.end()
        streak.extend(at: 20_000)
        #expect(!streak.hasLasted(looks: 2, grace: .zero, at: 20_000))
        #expect(!streak.hasLasted(looks: 1, grace: .seconds(10), at: 20_000))
    }
}
