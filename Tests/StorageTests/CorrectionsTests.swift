import Domain
import Storage
import TestSupport
import Testing

struct CorrectionsTests {
    @Test func grantQuota_adds_withItsNoteInTheLedger() throws {
        try withTemporaryStore { store in
            let user = try store.makeUser(quota: 10)

            let after = try store.grantQuota(userID: user.id, by: 32, note: "order 7")

            #expect(after.quota == 42)
            #expect(try store.user(named: "ann").quota == 42)
            #expect(try store.text("SELECT note FROM ledger WHERE number = 2") == "order 7")
            #expect(try store.text("SELECT kind FROM ledger WHERE number = 2") == "grant")
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func grantQuota_refusesWhatCannotBeCounted() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 100_000)
            _ = try store.makeTask(of: submitter)
            let tooLarge = StorageError.invalid(what: "quota", reason: "is too large")

            #expect(throws: tooLarge) { try store.grantQuota(userID: 1, by: .max) }
            // What was spent may come back.
            #expect(throws: tooLarge) { try store.grantQuota(userID: 1, by: .max - 60_000) }
            #expect(throws: StorageError.invalid(what: "amount", reason: "must be positive")) {
                try store.grantQuota(userID: 1, by: 0)
            }
            #expect(throws: StorageError.notFound(what: "user")) {
                try store.grantQuota(userID: 9, by: 1)
            }
            #expect(try store.grantQuota(userID: 1, by: .max - 100_000).quota == .max - 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func adjustQuota_goesBothWays_butNeverBelowZero() throws {
        try withTemporaryStore { store in
            let user = try store.makeUser(quota: 10)

            #expect(try store.adjustQuota(userID: user.id, by: 5, note: "").quota == 15)
            #expect(try store.adjustQuota(userID: user.id, by: -15, note: "typo").quota == 0)
            #expect(
                throws: StorageError.invalid(what: "quota", reason: "must not become negative")
            ) {
                try store.adjustQuota(userID: user.id, by: -1, note: "")
            }
            #expect(throws: StorageError.invalid(what: "amount", reason: "must not be 0")) {
                try store.adjustQuota(userID: user.id, by: 0, note: "")
            }
            #expect(
                throws: StorageError.invalid(
                    what: "the note",
                    reason: "must be one line, without control characters"
                )
            ) {
                try store.adjustQuota(userID: user.id, by: 1, note: "a\u{1B}[2J")
            }
            #expect(
                throws: StorageError.invalid(
                    what: "the note",
                    reason: "must have at most 500 bytes"
                )
            ) {
                try store.grantQuota(
                    userID: user.id,
                    by: 1,
                    note: String(repeating: "x", count: 501)
                )
            }
            #expect(try store.number("SELECT count(*) FROM ledger WHERE kind = 'adjust'") == 2)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func refundTask_givesBackOnce_andLeavesTheState() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 100_000)
            try store.execute("UPDATE tokens SET remaining = 60000")
            let task = try store.makeTask(of: submitter)
            #expect(try store.refundTask(mjID: task.mjID, note: "") == .unfinished)
            _ = try await store.finish([.make(of: task)])

            #expect(try store.refundTask(mjID: task.mjID, note: "blurred") == .refunded(50_000))
            #expect(try store.refundTask(mjID: task.mjID, note: "again") == .wasFree)

            let after = try store.stored(task)
            #expect(after.status == .success)
            #expect(after.quota == 0)
            #expect(try store.user(named: "ann").quota == 100_000)
            #expect(try store.user(named: "ann").spent == 0)
            #expect(try store.number("SELECT remaining FROM tokens") == 60_000)
            #expect(
                try store.text("SELECT group_concat(note) FROM ledger WHERE kind = 'refund'")
                    == "blurred"
            )
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func refundTask_givesNothing_forWhatWasNotPaidHere() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let free = try store.makeTask(of: submitter, action: .inpaint)
            let failed = try store.makeTask(of: submitter)
            try store.recordRefusal(mjID: failed.mjID, code: 23, reason: "queue full")
            _ = try await store.finish([.make(of: free)])
            // As an import leaves it.
            try store.execute("UPDATE tasks SET quota = 7 WHERE id = \(free.id)")

            #expect(try store.refundTask(mjID: free.mjID, note: "") == .wasFree)
            #expect(try store.refundTask(mjID: failed.mjID, note: "") == .wasFree)
            #expect(try store.refundTask(mjID: "1", note: "") == .unknown)
            #expect(try store.stored(free).quota == 7)
            #expect(try store.user(named: "ann").quota == 1_000_000)
        }
    }

    @Test func failTask_refunds_callsBack_andHasTheChannelTold() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeAcceptedTask(
                of: submitter,
                details: TaskDetails(notifyHook: "http://hook")
            )

            let outcome = try store.failTask(mjID: task.mjID, reason: "stuck")

            let after = try store.stored(task)
            #expect(outcome == .failed(after))
            #expect(after.status == .failure)
            #expect(after.failReason == "stuck")
            #expect(after.quota == 0)
            #expect(try store.user(named: "ann").spent == 0)
            #expect(try await store.dueCallbacks(limit: 9, now: .max).map(\.mjID) == [task.mjID])
            #expect(
                try await store.dueCancellations(limit: 9, now: .max).map(\.upstreamID) == ["u1"]
            )
            #expect(try store.failTask(mjID: task.mjID, reason: "") == .alreadyEnded(after))
            #expect(try store.failTask(mjID: "1", reason: "") == .unknown)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func failTask_beforeTheChannelAnswered_hasItTold_onceItsIDIsKnown() async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            _ = try store.failTask(mjID: task.mjID, reason: "stuck")
            #expect(try await store.dueCancellations(limit: 9, now: .max).isEmpty)

            let outcome = try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "u1",
                code: 1,
                description: "",
                status: .submitted
            )

            #expect(outcome == .alreadyEnded)
            #expect(
                try await store.dueCancellations(limit: 9, now: .max).map(\.upstreamID) == ["u1"]
            )
        }
    }
}
