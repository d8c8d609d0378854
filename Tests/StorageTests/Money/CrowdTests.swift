import Domain
import Storage
import TestSupport
import Testing

/// 200 submits at once, by two processes: what is enough for 50 is given to 50.
struct CrowdTests {
    /// What became of 200 submits.
    private struct Crowd {
        let outcomes: [AcceptOutcome]
        let quota: Int64
        let tokenRemaining: Int?
        let tokenSpent: Int?

        func count(_ outcome: AcceptOutcome) -> Int { outcomes.count { $0 == outcome } }
    }

    private func crowd(quota: Int64, _ limit: String = "SELECT 1") throws -> Crowd {
        try withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in
                // A minute that does not pass.
                try openStore(in: directory) { $0.clock = { 1_700_000_000_000 } }
            }
            defer { stores.forEach { $0.close() } }
            let submitter = try stores[0].makeSubmitter(quota: quota)
            try stores[0].execute(limit)
            let outcomes = try onThreads(200) { number in
                try stores[number % 2].accept([.make(of: submitter)])
            }
            let user = try stores[0].user(named: "ann")
            #expect(outcomes.count { $0.isAccepted } == 50)
            #expect(try stores[0].status().unfinishedTasks == 50)
            #expect(user.spent == 50 * 50_000)
            #expect(try stores[1].verifyLedger() == [])
            return Crowd(
                outcomes: outcomes,
                quota: user.quota,
                tokenRemaining: try stores[0].number("SELECT remaining FROM tokens"),
                tokenSpent: try stores[0].number("SELECT spent FROM tokens")
            )
        }
    }

    @Test("B19: of 200 submits at once, a quota for 50 pays for exactly 50")
    func quotaFor50() throws {
        let crowd = try crowd(quota: 50 * 50_000 + 49_999)

        #expect(crowd.count(.insufficientQuota) == 150)
        #expect(crowd.quota == 49_999)
    }

    @Test("B19: of 200 submits at once, a token's own quota for 50 pays for exactly 50")
    func tokenQuotaFor50() throws {
        let limit = "UPDATE tokens SET remaining = 50 * 50000 + 49999"
        let crowd = try crowd(quota: 100_000_000, limit)

        #expect(crowd.count(.insufficientQuota) == 150)
        #expect(crowd.tokenRemaining == 49_999)
        #expect(crowd.tokenSpent == 50 * 50_000)
    }

    @Test(arguments: ["users", "tokens"])
    func submitsPerMinute_areExact(holder: String) throws {
        let limit = "UPDATE \(holder) SET submits_per_minute = 50"
        let crowd = try crowd(quota: 100_000_000, limit)

        #expect(crowd.count(.refused(.tooManySubmits(retryAfter: 1_200))) == 150)
    }

    @Test(arguments: ["users", "tokens"])
    func concurrentTasks_areExact(holder: String) throws {
        let limit = "UPDATE \(holder) SET concurrent_tasks = 50"
        let crowd = try crowd(quota: 100_000_000, limit)

        #expect(crowd.count(.refused(.tooManyTasks)) == 150)
    }

    @Test func modalCallsAtOnce_areAsManyAsTheTasksAllowed() throws {
        try withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in try openStore(in: directory) }
            defer { stores.forEach { $0.close() } }
            let submitter = try stores[0].makeSubmitter(quota: 100_000_000)
            let windows = try (0..<40).map { number in
                try stores[0].makeAcceptedTask(
                    of: submitter,
                    upstreamID: "u\(number)",
                    status: .modal
                )
            }
            try stores[0].execute("UPDATE users SET concurrent_tasks = 10")

            let outcomes = try onThreads(40) { number in
                try stores[number % 2].beginModal(.make(of: windows[number], by: submitter))
            }

            #expect(outcomes.count { $0 == .refused(.tooManyTasks) } == 30)
            #expect(try stores[0].user(named: "ann").spent == 10 * 50_000)
            #expect(try stores[0].verifyLedger() == [])
        }
    }
}

extension AcceptOutcome {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}
