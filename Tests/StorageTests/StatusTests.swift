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

    @Test(arguments: ["UPDATE ledger SET amount = 1", "DELETE FROM ledger"])
    func theLedger_isAppendOnly(change: String) throws {
        try withTemporaryStore { store in
            _ = try store.makeUser()
            #expect(throws: (any Error).self) { try store.execute(change) }
        }
    }
}
