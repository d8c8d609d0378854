import Domain
import Storage
import TestSupport
import Testing

struct StatusTests {
    @Test func status_countsWhatIsThere() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<3).map { _ in try store.makeTask(of: submitter) }
            _ = try await store.finish([.make(of: tasks[0], picture: .pending(url: "u"))])

            let status = try store.status()

            #expect(status.schema == "003-limits-and-health")
            #expect(status.users == 1)
            #expect(status.tasks == 3)
            #expect(status.unfinishedTasks == 2)
            #expect(status.pendingPictures == 1)
            #expect(status.databaseBytes > 0)
            #expect(status.logBytes > 0)
        }
    }

    @Test func status_countsWhatIsStillToBeTold() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<4).map { number in
                try store.makeTask(
                    of: submitter,
                    details: TaskDetails(notifyHook: "http://hook/\(number)")
                )
            }
            _ = try store.cancel(tasks[0].mjID, owner: tasks[0].userID)
            _ = try await store.finish(tasks[1...2].map { .make(of: $0) })
            let callbacks = try await store.dueCallbacks(limit: 10, now: .max)
            try await store.recordCallbackFailure(callbacks[0].id, error: "x", retryAt: nil)

            let status = try store.status()

            #expect(status.pendingCallbacks == 2)
            #expect(status.failedCallbacks == 1)
            #expect(status.pendingCancellations == 1)
        }
    }

    @Test(arguments: [
        "UPDATE users SET quota = quota + 1 WHERE id = 2",
        "UPDATE users SET spent = spent - 1 WHERE id = 2",
        "UPDATE tokens SET spent = 0 WHERE user_id = 2",
        """
        INSERT INTO ledger (user_id, number, kind, amount, created_at)
        VALUES (2, 9, 'adjust', -5, 0)
        """,
    ])
    func verifyLedger_findsTheUserWhoseBalanceDiffers(damage: String) throws {
        try withTemporaryStore { store in
            for number in 1...3 {
                let submitter = try store.makeSubmitter("user \(number)", byte: UInt8(number))
                _ = try store.makeTask(of: submitter)
            }
            #expect(try store.verifyLedger() == [])

            try store.execute(damage)

            #expect(try store.verifyLedger() == [2])
        }
    }

    @Test(arguments: ["UPDATE ledger SET amount = 1", "DELETE FROM ledger"])
    func theLedger_isAppendOnly(change: String) throws {
        try withTemporaryStore { store in
            _ = try store.makeUser()
            #expect(throws: (any Error).self) { try store.execute(change) }
        }
    }
}
