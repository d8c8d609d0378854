import Domain
import Testing

struct SubmitRateTests {
    /// Submits at `times`; gives what each was told.
    private func answers(_ perMinute: Int, at times: [Milliseconds]) throws -> [Milliseconds?] {
        let rate = try #require(SubmitRate(perMinute: perMinute))
        var next: Int64 = 0
        return times.map { time in
            switch rate.answer(to: next, at: time) {
            case .admitted(let new):
                next = new
                return nil
            case .refused(let retryAfter):
                return retryAfter
            }
        }
    }

    @Test func noLimit_isNoRate() {
        #expect(SubmitRate(perMinute: 0) == nil)
    }

    @Test func aMinutesSubmits_mayComeAtOnce_andTheNextAfterTheInterval() throws {
        let start: Milliseconds = 1_700_000_000_000
        let times = [0, 0, 0, 0, 19_999, 20_000, 20_001].map { start + $0 }

        #expect(try answers(3, at: times) == [nil, nil, nil, 20_000, 1, nil, 19_999])
    }

    @Test func whoWaitsAsLongAsTold_isAdmitted_andNotAMillisecondSooner() throws {
        for perMinute in [1, 7, 59, 999, 59_999, 1_000_000] {
            let rate = try #require(SubmitRate(perMinute: perMinute))
            var next: Int64 = 0
            var now: Milliseconds = 1_700_000_000_000
            var admitted = 0
            let end = now + 600_000
            while now <= end, admitted < 20_000 {
                switch rate.answer(to: next, at: now) {
                case .admitted(let new):
                    next = new
                    admitted += 1
                case .refused(let wait):
                    #expect(wait > 0)
                    if case .admitted = rate.answer(to: next, at: now + wait - 1) {
                        Issue.record("\(perMinute) a minute: told to wait too long")
                    }
                    now += wait
                }
            }
            // A burst, then what ten minutes bring.
            #expect(admitted == min(20_000, 11 * perMinute), "\(perMinute) a minute")
        }
    }

    @Test func aClockThatGoesBack_keepsNobodyOut() throws {
        let late: Milliseconds = 1_700_003_600_000
        let early = late - 3_600_000

        #expect(
            try answers(2, at: [late, late, early, early, early, early + 30_000])
                == [nil, nil, nil, nil, 30_000, nil]
        )
    }
}
