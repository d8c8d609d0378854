import Domain
import Storage
import TestSupport
import Testing

struct VerificationTests {
    private typealias Damage = (sql: String, found: [LedgerDifference])

    @Test func verifyLedger_saysWhoseNumberDiffers_andByWhat() throws {
        let mjID = "the task"
        let damages: [Damage] = [
            (
                "UPDATE users SET quota = quota + 1 WHERE id = 2",
                [.init(.userQuota, userID: 2, expected: 925_000, found: 925_001)]
            ),
            (
                "UPDATE users SET spent = spent - 1 WHERE id = 2",
                [.init(.userSpent, userID: 2, expected: 75_000, found: 74_999)]
            ),
            (
                "UPDATE tokens SET spent = 0 WHERE user_id = 2",
                [.init(.tokenSpent, userID: 2, tokenID: 2, expected: 75_000, found: 0)]
            ),
            (
                "UPDATE tasks SET quota = 3 WHERE mj_id = 'the task'",
                [.init(.taskQuota, userID: 2, mjID: mjID, expected: 50_000, found: 3)]
            ),
            (
                "UPDATE tasks SET status = 'FAILURE', finished = 1 WHERE mj_id = 'the task'",
                [.init(.taskQuota, userID: 2, mjID: mjID, expected: 0, found: 50_000)]
            ),
            (
                "UPDATE tasks SET attempt = 2 WHERE mj_id = 'the task'",
                [
                    .init(.taskQuota, userID: 2, mjID: mjID, expected: 0, found: 50_000),
                    .init(.taskQuota, userID: 2, mjID: mjID, expected: 0, found: 50_000),
                ]
            ),
            (
                "UPDATE uploads SET quota = 1 WHERE user_id = 2",
                [.init(.uploadQuota, userID: 2, uploadID: 2, expected: 25_000, found: 1)]
            ),
            (
                "UPDATE uploads SET succeeded = 0 WHERE user_id = 2",
                [.init(.uploadQuota, userID: 2, uploadID: 2, expected: 0, found: 25_000)]
            ),
            (
                "UPDATE uploads SET succeeded = 0, quota = 0 WHERE user_id = 2",
                [.init(.uploadQuota, userID: 2, uploadID: 2, expected: 0, found: 25_000)]
            ),
            (
                """
                INSERT INTO ledger (user_id, number, kind, amount, created_at)
                VALUES (2, 9, 'adjust', -5, 0)
                """,
                [.init(.userQuota, userID: 2, expected: 924_995, found: 925_000)]
            ),
            (
                """
                INSERT INTO ledger (user_id, number, kind, token_id, task_id, attempt, amount,
                    created_at)
                SELECT 2, 9, 'refund', 1, id, 1, 50000, 0 FROM tasks WHERE mj_id = 'the task'
                """,
                [
                    .init(.userQuota, userID: 2, expected: 975_000, found: 925_000),
                    .init(.userSpent, userID: 2, expected: 25_000, found: 75_000),
                    .init(.tokenSpent, userID: 2, tokenID: 1, expected: -50_000, found: 0),
                    .init(.taskQuota, userID: 2, mjID: mjID, expected: 0, found: 50_000),
                ]
            ),
        ]
        for damage in damages {
            try withTemporaryStore { store in
                for number in 1...3 {
                    let submitter = try store.makeSubmitter("user \(number)", byte: UInt8(number))
                    _ = try store.makeTask(of: submitter)
                    _ = try store.beginUpload(.make(of: submitter))
                }
                try store.execute("UPDATE tasks SET mj_id = 'the task' WHERE user_id = 2")
                #expect(try store.verifyLedger() == [])

                try store.execute(damage.sql)

                #expect(try store.verifyLedger() == damage.found, "\(damage.sql)")
            }
        }
    }

    @Test func largeIds_needNoMoreMemory() throws {
        try withTemporaryStore { store in
            try store.execute("UPDATE meta SET value = \(1 << 52) WHERE key = 'last_task_id'")
            let task = try store.makeTask(of: try store.makeSubmitter(), action: .inpaint)
            try store.execute("UPDATE tasks SET quota = 7")
            try store.execute("INSERT INTO imported VALUES ('x', 'task', 1, \(task.id))")
            #expect(task.id > 1 << 52)

            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func whatImportedTasksCost_isNoDifference_untilTheyArePaidForHere() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<70).map { _ in try store.makeTask(of: submitter, action: .inpaint)
            }
            try store.execute("UPDATE tasks SET quota = 7")
            #expect(try store.verifyLedger().count == 70)

            try store.execute(
                "INSERT INTO imported SELECT 'x', 'task', id, id FROM tasks WHERE id <> 66"
            )

            #expect(
                try store.verifyLedger() == [
                    .init(.taskQuota, userID: 1, mjID: tasks[65].mjID, expected: 0, found: 7)
                ]
            )
        }
    }
}
