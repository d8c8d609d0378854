import Domain
import Testing

struct ChannelHealthRulesTests {
    private let rules = ChannelHealthRules(
        failures: 3,
        pause: .seconds(30),
        longestPause: .seconds(600),
        trialPatience: .seconds(70)
    )

    private func fail(
        _ health: ChannelHealth?,
        isTrial: Bool = false,
        at now: Milliseconds
    ) -> ChannelHealth? {
        rules.health(after: health, failing: "timed out", isTrial: isTrial, at: now)
    }

    @Test func enoughFailuresInARow_openIt_forAPause() throws {
        let first = try #require(fail(nil, at: 1))
        let second = try #require(fail(first, at: 2))
        #expect(second.failures == 2)
        #expect(second.opening == nil)
        let third = try #require(fail(second, at: 3))
        #expect(third.opening == .init(since: 3, trialAt: 30_003))
        #expect(third.isResting(at: 30_002))
        #expect(!third.isResting(at: 30_003))
    }

    @Test func trialsThatFail_doubleThePause_upToALimit() throws {
        var health = try #require(fail(fail(fail(nil, at: 0), at: 0), at: 0))
        var pauses: [Milliseconds] = []
        for _ in 0..<6 {
            let now = try #require(health.opening).trialAt
            health = try #require(fail(health, isTrial: true, at: now))
            pauses.append(try #require(health.opening).trialAt - now)
        }
        #expect(pauses == [60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
        #expect(health.opening?.since == 0)
    }

    @Test func submitsThatWereOnTheirWay_whenItWasOpened_changeNothing() {
        let open = fail(fail(fail(nil, at: 0), at: 0), at: 0)
        #expect(fail(open, at: 5) == nil)
    }

    @Test func aTrialOfAChannelThatWasClosedMeanwhile_isAFailureAsAny() {
        #expect(fail(nil, isTrial: true, at: 5)?.failures == 1)
    }

    @Test func withZero_noChannelIsEverOpened() {
        let never = ChannelHealthRules(failures: 0)
        #expect(never.health(after: nil, failing: "x", isTrial: false, at: 1) == nil)
    }

    @Test func aTrialWhoseProcessDied_isFollowedByAnother() throws {
        let open = try #require(fail(fail(fail(nil, at: 0), at: 0), at: 0))
        // Not before it can have ended, and not sooner than the pause.
        #expect(rules.nextTrial(after: open, at: 30_000) == 100_000)
        var often = open
        often.failures = 9
        #expect(rules.nextTrial(after: often, at: 0) == 600_000)
    }

    @Test func aPause_neverOverflows() {
        #expect(rules.pause(after: 1_000_000) == .seconds(600))
        #expect(rules.pause(after: 0) == .seconds(30))
    }
}
