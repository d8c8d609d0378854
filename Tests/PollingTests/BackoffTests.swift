import Testing

@testable import Polling

struct BackoffTests {
    @Test func retry_doublesUpToAnHour_andEndsAtTheDeadline() {
        let backoff = Backoff(
            first: .seconds(10),
            longest: .seconds(3600),
            deadline: .seconds(86_400)
        )
        let pauses = [1, 2, 3, 9, 10, 500].map { failures in
            backoff.retry(afterFailures: failures, since: 0, at: 0)
        }
        #expect(pauses == [10_000, 20_000, 40_000, 2_560_000, 3_600_000, 3_600_000])
        #expect(backoff.retry(afterFailures: 1, since: 0, at: 86_390_000) == 86_400_000)
        #expect(backoff.retry(afterFailures: 1, since: 0, at: 86_390_001) == nil)
    }

    @Test func retry_spreadsWhatFailedTogether() {
        let backoff = Backoff(
            first: .seconds(10),
            longest: .seconds(10),
            deadline: .seconds(60),
            jitter: 0.2
        )
        let pauses = Set(
            (0..<100).compactMap { _ in
                backoff.retry(afterFailures: 1, since: 0, at: 0)
            }
        )
        #expect(pauses.count > 10)
        #expect(pauses.allSatisfy { (8_000...12_000).contains($0) })
    }
}
