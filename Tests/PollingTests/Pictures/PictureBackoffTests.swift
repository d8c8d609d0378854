import Testing

@testable import Polling

struct PictureBackoffTests {
    @Test func retry_doublesUpToAnHour_andEndsAtTheDeadline() {
        let backoff = PictureBackoff(deadline: .seconds(86_400))
        let pauses = [1, 2, 3, 9, 10, 500].map { failures in
            backoff.retry(afterFailures: failures, finishTime: 0, at: 0)
        }
        #expect(pauses == [10_000, 20_000, 40_000, 2_560_000, 3_600_000, 3_600_000])
        #expect(backoff.retry(afterFailures: 1, finishTime: 0, at: 86_390_000) == 86_400_000)
        #expect(backoff.retry(afterFailures: 1, finishTime: 0, at: 86_390_001) == nil)
    }
}
