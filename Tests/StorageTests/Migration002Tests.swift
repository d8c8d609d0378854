import Domain
import GRDB
import TestSupport
import Testing

@testable import Storage

/// The second migration, on a database of the first with rows in it.
struct Migration002Tests {
    @Test func tasks_keepWhatTheyHad_andGetWhatFollowUpsNeed() async throws {
        try await withMigratedStore { store in
            let first = try #require(try store.task("m1", owner: 1))
            #expect(first.task.sentAt == 1000)
            #expect(first.task.attempt == 1)
            #expect(!first.task.isModalSent)
            #expect(first.task.hasHook)
            #expect(first.task.quota == 50_000)
            #expect(first.details == TaskDetails(state: "s", notifyHook: "http://hook"))
            let second = try #require(try store.task("m2", owner: 1)).task
            #expect(second.sentAt == 2000)
            #expect(!second.hasHook)
            #expect(try await store.unansweredTasks(sentBefore: 1001).map(\.task.mjID) == ["m1"])
            #expect(try store.queuedTasks(of: 1, page: 1, pageSize: 9).map(\.task.mjID) == ["m1"])
        }
    }

    @Test func callbacks_areStillDue() async throws {
        try await withMigratedStore { store in
            let due = try await store.dueCallbacks(limit: 9, now: 3000)
            #expect(due.map(\.mjID) == ["m2"])
            #expect(due[0].attempts == 2)
            #expect(due[0].lastError == "")
            #expect(!due[0].hasFailed)
        }
    }

    @Test func theLedger_keepsItsEntries_andGoesOn() async throws {
        try await withMigratedStore { store in
            let entries = "SELECT group_concat(number || kind || amount) FROM ledger"
            #expect(
                try store.text(entries)
                    == "1grant1000000,2charge-50000,3charge-50000,4refund50000"
            )
            #expect(try store.verifyLedger() == [])

            // A task of before is refunded as one of now.
            let task = try #require(try store.task("m1", owner: 1)).task
            _ = try await store.finish([.make(of: task, status: .failure)])
            #expect(try store.user(named: "ann").quota == 1_000_000)
            #expect(try store.number("SELECT max(number) FROM ledger") == 5)
            #expect(try store.verifyLedger() == [])
        }
    }

    /// In the first version code 21 left the charge of the submit where it was.
    @Test(arguments: [50_000, 950_000])
    func aModalOfBefore_getsItsChargeBack_withItsModalCall(price: Int64) async throws {
        let rows = """
            UPDATE tasks SET status = 'MODAL', upstream_id = 'u' WHERE mj_id = 'm1';
            """
        try await withMigratedStore(more: rows) { store in
            try store.execute("UPDATE prices SET quota = \(price) WHERE action = 'MODAL'")
            let call = ModalCall(mjID: "m1", userID: 1, tokenID: 1)

            guard case .begun = try store.beginModal(call) else {
                Issue.record("not begun")
                return
            }
            #expect(try store.user(named: "ann").quota == 1_000_000 - price)
            #expect(try store.verifyLedger() == [])
            try store.recordModalRefusal(mjID: "m1", code: 4, description: "no")
            #expect(try store.user(named: "ann").quota == 1_000_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(arguments: [
        "UPDATE ledger SET amount = 1 WHERE number = 1",
        "DELETE FROM ledger WHERE number = 1",
        // Twice the same, and charges of nothing, of two things, and of an attempt of an upload.
        "INSERT INTO ledger VALUES (1, 9, 'refund', 1, 2, 1, NULL, 50000, '', 1)",
        "INSERT INTO ledger VALUES (1, 9, 'charge', 1, NULL, NULL, 1, -1, '', 1)",
        "INSERT INTO ledger VALUES (1, 9, 'charge', 1, NULL, NULL, NULL, -1, '', 1)",
        "INSERT INTO ledger VALUES (1, 9, 'charge', 1, 1, 2, 2, -1, '', 1)",
        "INSERT INTO ledger VALUES (1, 9, 'charge', 1, NULL, 1, 2, -1, '', 1)",
        "INSERT INTO ledger VALUES (1, 9, 'grant', 1, NULL, NULL, 2, 1, '', 1)",
    ])
    func theLedger_refusesWhatItMustNotHold(change: String) async throws {
        try await withMigratedStore { store in
            for _ in 1...2 {
                _ = try store.beginUpload(
                    NewUpload(userID: 1, tokenID: 1, channelID: 1, mode: nil)
                )
            }
            try store.execute(
                "INSERT INTO uploads VALUES (3, 1, 1, 1, NULL, 0, 1, 1)"
            )
            #expect(throws: DatabaseError.self) { try store.execute(change) }
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func unknownFamiliesOfButtons_haveAPrice_unlessTheOperatorSetOne() async throws {
        for (row, expected) in [("", 50_000), ("INSERT INTO prices VALUES ('ACTION', '', 7)", 7)] {
            try await withMigratedStore(more: row) { store in
                let price = try store.number("SELECT quota FROM prices WHERE action = 'ACTION'")
                #expect(price == expected)
            }
        }
    }

    private func withMigratedStore(
        more: String = "",
        _ body: (Store) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/mjtask.db"
            _ = try Store.prepare(.init(path: path), migrations: [.initial], logger: .silent)
            let database = try DatabaseQueue(path: path)
            try await database.write { try $0.execute(sql: Self.rows + more) }
            try database.close()
            let store = try openStore(in: directory)
            defer { store.close() }
            try await body(store)
        }
    }

    /// A task that waits for its answer, and one that failed and was refunded.
    private static let rows = """
        INSERT INTO users VALUES (1, 'ann', 1, 1, 'default', 950000, 50000, 1);
        INSERT INTO tokens (id, user_id, kind, name, hash, spent, created_at)
            VALUES (1, 1, 'api_key', 'k', zeroblob(32), 50000, 1);
        INSERT INTO channels VALUES (1, 'one', 'http://c', '', 'enabled', 0, 1);
        INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, token_id, channel_id, action,
            status, finished, prompt, submit_time, quota)
            VALUES (1, 1, 1, 1, 'm1', 1, 1, 'IMAGINE', 'NOT_START', 0, 'a', 1000, 50000),
                (1, 2, 2, 2, 'm2', 1, 1, 'IMAGINE', 'FAILURE', 1, 'b', 2000, 0);
        INSERT INTO task_details (task_id, state, notify_hook)
            VALUES (1, 's', 'http://hook'), (2, '', '');
        INSERT INTO ledger (kind, user_id, token_id, task_id, attempt, amount, created_at)
            VALUES ('grant', 1, NULL, NULL, NULL, 1000000, 1),
                ('charge', 1, 1, 1, 1, -50000, 1), ('charge', 1, 1, 2, 1, -50000, 1),
                ('refund', 1, 1, 2, 1, 50000, 1);
        INSERT INTO callbacks (task_id, url, created_at, attempts, next_attempt_at)
            VALUES (2, 'http://hook', 2000, 2, 3000);
        """
}
