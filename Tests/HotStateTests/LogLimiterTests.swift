import Testing

@testable import HotState

struct LogLimiterTests {
    @Test func allows_oneMessageAPause() {
        let limiter = LogLimiter(pause: .seconds(60))
        let start = ContinuousClock.now

        let allowed = [0, 1, 59, 60, 61, 119, 500].filter {
            limiter.allows(at: start + .seconds($0))
        }

        #expect(allowed == [0, 60, 500])
    }
}
