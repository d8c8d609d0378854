import Domain
import Storage
import Synchronization
import TestSupport
import Testing

final class CallbacksTests: Sendable {
    private let now = Mutex<Milliseconds>(1000)

    @Test func aCallback_isDueUntilItIsDelivered() async throws {
        try await withCallbacks(1) { store, tasks in
            #expect(try await store.dueCallbacks(limit: 9, now: 999).isEmpty)
            let expected = Callback(
                id: 1,
                mjID: tasks[0].mjID,
                userID: tasks[0].userID,
                url: "http://hook/0",
                createdAt: 1000,
                nextAttemptAt: 1000
            )
            #expect(try await store.dueCallbacks(limit: 9, now: 1000) == [expected])

            try await store.recordCallback(1)
            #expect(try await store.dueCallbacks(limit: 9, now: .max).isEmpty)
        }
    }

    @Test func aFailure_isKept_andTriedAgainWhenDue() async throws {
        try await withCallbacks(3) { store, _ in
            try await store.recordCallbackFailure(2, error: "HTTP 500", retryAt: 5000)

            let early = try await store.dueCallbacks(limit: 9, now: 4999)
            #expect(early.map(\.id) == [1, 3])
            let late = try await store.dueCallbacks(limit: 9, now: 5000)
            #expect(late.map(\.id) == [1, 3, 2])
            #expect(late[2].attempts == 1)
            #expect(late[2].lastError == "HTTP 500")
            #expect(!late[2].hasFailed)
            #expect(try await store.dueCallbacks(limit: 2, now: 5000).map(\.id) == [1, 3])
        }
    }

    @Test func whatWasGivenUp_isDueOnlyAfterARetry_withANewDay() async throws {
        try await withCallbacks(3) { store, _ in
            for id in 1...2 as ClosedRange<Int64> {
                try await store.recordCallbackFailure(id, error: "time-out", retryAt: nil)
            }
            #expect(try await store.dueCallbacks(limit: 9, now: .max).map(\.id) == [3])
            #expect(try store.callbacks(onlyFailed: true, limit: 9).map(\.id) == [2, 1])
            #expect(try store.callbacks(onlyFailed: false, limit: 9).map(\.id) == [3, 2, 1])
            #expect(try store.callbacks(onlyFailed: false, limit: 2).map(\.id) == [3, 2])

            now.withLock { $0 = 90_000_000 }
            #expect(try store.retryCallbacks([2]) == 1)
            let retried = try await store.dueCallbacks(limit: 9, now: 90_000_000)
            #expect(retried.map(\.id) == [3, 2])
            #expect(retried[1].createdAt == 90_000_000)
            #expect(retried[1].attempts == 0)
            #expect(!retried[1].hasFailed)

            #expect(try store.retryCallbacks(nil) == 1)
            #expect(try store.callbacks(onlyFailed: true, limit: 9).isEmpty)
        }
    }

    @Test func aRetry_ofOneThatIsNotThere_changesNothing() async throws {
        try await withCallbacks(1) { store, _ in
            try await store.recordCallbackFailure(1, error: "x", retryAt: nil)

            #expect(throws: StorageError.notFound(what: "callback 7")) {
                try store.retryCallbacks([1, 7])
            }
            #expect(try store.callbacks(onlyFailed: true, limit: 9).map(\.id) == [1])
        }
    }

    @Test func oldFailures_areForgotten_andNothingElse() async throws {
        try await withCallbacks(3) { store, _ in
            for id in 1...2 as ClosedRange<Int64> {
                try await store.recordCallbackFailure(id, error: "x", retryAt: nil)
            }
            try store.execute("UPDATE callbacks SET created_at = 900 WHERE id <> 2")

            #expect(try await store.removeFailedCallbacks(createdBefore: 1000) == 1)
            #expect(try store.callbacks(onlyFailed: false, limit: 9).map(\.id) == [3, 2])
        }
    }

    @Test func callbackTasks_comeWithWhatSignsThem_whoeverOwnsThem() async throws {
        try await withCallbacks(1) { store, tasks in
            let bob = try store.makeSubmitter("bob", byte: 2)
            let other = try store.makeTask(of: bob)

            let found = try await store.callbackTasks([other.mjID, "none", tasks[0].mjID])

            #expect(found.map(\.task.mjID) == [other.mjID, tasks[0].mjID])
            #expect(found.map(\.tokenHash) == [.make(2), .make(1)])
            #expect(found.map(\.details.notifyHook) == ["", "http://hook/0"])
            #expect(found.map(\.task.hasHook) == [false, true])
        }
    }

    /// Ended tasks of ann with a hook each.
    private func withCallbacks(
        _ count: Int,
        _ body: (Store, [MidjourneyTask]) async throws -> Void
    ) async throws {
        try await withTemporaryStore(configure: { $0.clock = { [self] in now.withLock { $0 } } }) {
            store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<count).map { number in
                let details = TaskDetails(notifyHook: "http://hook/\(number)")
                return try store.makeTask(of: submitter, details: details)
            }
            _ = try await store.finish(tasks.map { .make(of: $0) })
            try await body(store, tasks)
        }
    }
}
