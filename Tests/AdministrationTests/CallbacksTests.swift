import Administration
import Domain
import Foundation
import Logging
import Storage
import TestSupport
import Testing

/// The built command, on a database with a callback that waits and one that was given up.
struct CallbacksTests {
    private static let url = "https://user:pass@hooks.example:8443/secret-path?token=t"

    @Test func theList_showsWhatIsUndelivered_andOnlyTheHostOfItsAddress() async throws {
        try await withTwoCallbacks { mjtask, tasks in
            let table = try mjtask("callbacks", "list").output
                .replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/, with: "YYYY-MM-DD hh:mm:ssZ")
            #expect(
                table == """
                    ID  TASK              USER  HOST           ATTEMPTS  NEXT ATTEMPT          LAST ERROR
                     2  \(tasks[1])  ann   hooks.example         0  YYYY-MM-DD hh:mm:ssZ  -
                     1  \(tasks[0])  ann   hooks.example         1  given up              HTTP 500

                    """
            )
            let failed = try mjtask("callbacks", "list", "--failed", "--json")
            let rows = try failed.array()
            #expect(rows.map { $0["id"] as? Int } == [1])
            #expect(rows[0]["task"] as? String == tasks[0])
            #expect(rows[0]["failed"] as? Bool == true)
            #expect(rows[0]["next_attempt_at"] is NSNull)
            #expect(
                Set(rows[0].keys) == [
                    "id", "task", "user", "host", "attempts", "next_attempt_at", "last_error",
                    "failed", "created_at",
                ]
            )
            for secret in ["user:pass", "secret-path", "token", "8443"] {
                #expect(!failed.output.contains(secret))
            }
            #expect(try mjtask("callbacks", "list", "--limit", "1", "--json").array().count == 1)
        }
    }

    @Test func retry_makesOneOrAllOfThoseGivenUpDue() async throws {
        try await withTwoCallbacks { mjtask, _ in
            #expect(try mjtask("callbacks", "retry", "--all").output == "1 callback is due now.\n")
            #expect(try mjtask("callbacks", "list", "--failed", "--json").array().isEmpty)

            let both = try mjtask("callbacks", "retry", "1", "2", "--json")
            #expect(try both.object()["retried"] as? Int == 2)
        }
    }

    @Test func retry_ofWhatIsNotThere_saysWhereToLook_andRetriesNothing() async throws {
        try await withTwoCallbacks { mjtask, _ in
            let result = try mjtask("callbacks", "retry", "1", "7")

            #expect(result.status == 65)
            #expect(
                result.errors == """
                    mjtask: retry callbacks: no such callback 7
                    hint: “mjtask callbacks list” shows the ids there are; what was delivered is gone

                    """
            )
            #expect(try mjtask("callbacks", "list", "--failed", "--json").array().count == 1)
        }
    }

    private func withTwoCallbacks(_ body: (CommandRun, [String]) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let mjtask = try CommandRun(directory: directory)
            let store = try openStore(in: directory + "/data")
            let submitter = try store.makeSubmitter()
            let details = TaskDetails(notifyHook: Self.url)
            let tasks = try (0..<2).map { _ in
                try store.makeTask(of: submitter, details: details)
            }
            for task in tasks { _ = try await store.finish([.make(of: task)]) }
            try await store.recordCallbackFailure(1, error: "HTTP 500", retryAt: nil)
            store.close()
            try body(mjtask, tasks.map(\.mjID))
        }
    }
}
