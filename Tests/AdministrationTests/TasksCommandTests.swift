import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// The built command, on tasks of two users.
@Suite struct TasksCommandTests {
    @Test func theList_isAPageOfAllTasks_newestFirst() async throws {
        try await withTasks { mjtask, ids throws in
            let page = try mjtask("tasks", "list", "--limit", "2", "--page", "2", "--json").object()
            #expect(page["total"] as? Int == 5)
            #expect(page["page"] as? Int == 2)
            #expect(page["until"] is NSNull)
            let tasks = page["tasks"] as? [[String: Any]] ?? []
            #expect(tasks.map { $0["id"] as? String } == [ids[2], ids[1]])
            #expect(
                Set(tasks[0].keys) == [
                    "id", "user_id", "user", "channel_id", "action", "mode", "status", "progress",
                    "prompt", "fail_reason", "submit_time", "start_time", "finish_time", "quota",
                ]
            )
            let text = try mjtask("tasks", "list", "--limit", "2")
            #expect(text.output.hasPrefix("              ID  USER  CHANNEL  ACTION"))
            #expect(text.output.split(separator: "\n").count == 3)
            #expect(text.errors == "page 1 of 3, 5 in all\n")
        }
    }

    private static let filters: [(line: String, tasks: [Int])] = [
        ("--user ann", [4, 2, 0]),
        ("--user bob", [3, 1]),
        ("--unfinished", [4, 3, 2]),
        ("--unfinished --user ann", [4, 2]),
        ("--unfinished --limit 1 --page 2", [3]),
        ("--status in_progress", [2]),
        ("--status NOT_START --user bob", [3]),
        ("--status SUCCESS", [0]),
        ("--status failure", [1]),
        ("--status failure --user ann", []),
        ("--channel one", [4, 3, 2, 1, 0]),
        ("--channel 1 --user bob", [3, 1]),
        ("--channel name:one --user bob", [3, 1]),
        ("--channel id:1 --user bob", [3, 1]),
        ("--channel two", []),
        ("--since 1h --user bob", [3, 1]),
        ("--until 1h", []),
        ("--since 2020-01-01 --until 2020-12-31", []),
    ]

    @Test(arguments: filters) func theList_isFiltered(line: String, tasks: [Int]) async throws {
        try await withTasks { mjtask, ids throws in
            let words = line.split(separator: " ").map(String.init)
            let result = try mjtask(["tasks", "list", "--json"] + words)
            #expect(result.status == 0, "\(result.errors)")
            let found = try result.object()["tasks"] as? [[String: Any]] ?? []
            #expect(found.map { $0["id"] as? String } == tasks.map { ids[$0] })
        }
    }

    private static let mistakes: [(line: String, status: Int32)] = [
        ("list --user nobody", 65),
        ("list --channel nothing", 65),
        ("list --limit 0", 65),
        ("list --limit 1001", 65),
        ("list --page 0", 65),
        ("list --status SUCCESS --page 2", 65),
        ("list --status SUCCESS --unfinished", 65),
        ("list --status DONE", 64),
        ("list --since yesterday", 64),
        ("show 1234", 65),
        ("follow 1234", 65),
        ("follow 1234 --user ann", 64),
        ("fail 1234 --reason x", 65),
        ("fail 1234", 64),
        ("refund 1234 --note x", 65),
        ("refund 1234", 64),
    ]

    @Test(arguments: mistakes) func aMistake_hasItsExitStatus_andAHint(
        line: String,
        status: Int32
    ) async throws {
        try await withTasks { mjtask, _ throws in
            let result = try mjtask(["tasks"] + line.split(separator: " ").map(String.init))
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output == "")
            #expect(status == 64 || result.errors.contains("\nhint: "), "\(result.errors)")
        }
    }

    @Test func show_tellsAllButSecrets() async throws {
        try await withTasks { mjtask, ids throws in
            let shown = try mjtask("tasks", "show", ids[1], "--json")
            let task = try shown.object()
            #expect(task["status"] as? String == "FAILURE")
            #expect(task["fail_reason"] as? String == "no luck")
            #expect(task["user"] as? String == "bob")
            #expect(task["channel"] as? String == "one")
            #expect(task["hook_host"] as? String == "hooks.example")
            #expect(task["cancellation"] is NSNull)
            #expect(task["picture"] is NSNull)
            let payments = task["payments"] as? [[String: Any]] ?? []
            #expect(payments.map { $0["kind"] as? String } == ["charge", "refund"])
            #expect(payments.map { $0["amount"] as? Int } == [-50_000, 50_000])
            let callbacks = task["callbacks"] as? [[String: Any]] ?? []
            #expect(callbacks.map { $0["host"] as? String } == ["hooks.example"])

            let text = try mjtask("tasks", "show", ids[1])
            for line in [
                "State FAILURE 50%", "Reason no luck", "User bob (id 2)", "Channel one (id 1)",
                "Cost 0 ($0.00)", "Calls back hooks.example",
            ] {
                let lines = text.output.replacing(/[ ]+/, with: " ")
                #expect(lines.contains(line + "\n"), "\(line)")
            }
            for secret in ["token=t", "user:pass", "hook-secret"] {
                #expect(!shown.output.contains(secret))
                #expect(!text.output.contains(secret))
            }
        }
    }

    @Test func fail_endsATask_withItsRefundCallbackAndCancellation() async throws {
        try await withTasks { mjtask, ids throws in
            let before = try mjtask("users", "list", "--json").array()[0]["quota"] as? Int
            let result = try mjtask("tasks", "fail", ids[2], "--reason", "the channel is gone")
            #expect(
                result.output
                    == "Task \(ids[2]) of ann is FAILURE; 50,000 ($0.10) were given back.\n"
            )
            let after = try mjtask("users", "list", "--json").array()[0]["quota"] as? Int
            #expect(after == before.map { $0 + 50_000 })
            let task = try mjtask("tasks", "show", ids[2], "--json").object()
            #expect(task["fail_reason"] as? String == "the channel is gone")
            #expect((task["callbacks"] as? [Any])?.count == 1)
            #expect(task["cancellation"] is [String: Any])

            let again = try mjtask("tasks", "fail", ids[2], "--reason", "again")
            #expect(again.status == 65)
            #expect(
                again.errors == """
                    mjtask: fail task \(ids[2]): it has ended as FAILURE
                    hint: to give back what it cost: mjtask tasks refund \(ids[2]) --note …

                    """
            )
        }
    }

    @Test func refund_givesBackOnce_whatAFinishedTaskCost() async throws {
        try await withTasks { mjtask, ids throws in
            let result = try mjtask("tasks", "refund", ids[0], "--note", "a black picture")
            #expect(result.output == "50,000 ($0.10) were given back to ann for task \(ids[0]).\n")
            let task = try mjtask("tasks", "show", ids[0], "--json").object()
            #expect(task["status"] as? String == "SUCCESS")
            #expect(task["quota"] as? Int == 0)
            let payments = task["payments"] as? [[String: Any]] ?? []
            #expect(payments.map { $0["note"] as? String } == ["", "a black picture"])

            #expect(try mjtask("tasks", "refund", ids[0], "--note", "again").status == 65)
            #expect(try mjtask("tasks", "refund", ids[1], "--note", "failed").status == 65)
            #expect(try mjtask("tasks", "refund", ids[3], "--note", "runs").status == 65)
            #expect(try mjtask("tasks", "refund", ids[4], "--note", "two\nlines").status == 65)
        }
    }

    @Test func aFullPrompt_cannotDriveTheTerminal() async throws {
        try await withTasks { mjtask, ids throws in
            for command in [["list"], ["show", ids[4]]] {
                let text = try mjtask(["tasks"] + command).output
                #expect(!text.contains("\u{1b}"))
                #expect(!text.contains("\u{202e}"))
                #expect(text.contains("\u{fffd}[31mevil\u{fffd}"))
            }
        }
    }

    /// Of ann: SUCCESS, IN_PROGRESS and new; of bob between them: FAILURE and new.
    private func withTasks(_ body: (CommandRun, [String]) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let mjtask = try CommandRun(directory: directory)
            let store = try openStore(in: directory + "/data")
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            _ = try store.makeChannel("two")
            let details = TaskDetails(
                notifyHook: "https://user:pass@hooks.example/x?token=t",
                hookSecret: "hook-secret"
            )
            let tasks = try [ann, bob, ann, bob, ann].enumerated().map { index, submitter in
                try store.makeTask(
                    of: submitter,
                    prompt: index == 4 ? "\u{1b}[31mevil\u{202e}" : "a cat",
                    details: details
                )
            }
            _ = try await store.finish([
                .make(of: tasks[0]),
                .make(of: tasks[1], status: .failure, failReason: "no luck"),
            ])
            try await store.checkpoint([.make(of: tasks[2], percent: 40)])
            store.close()
            try body(mjtask, tasks.map(\.mjID))
        }
    }
}
