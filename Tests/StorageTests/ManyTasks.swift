import CSQLite
import Domain
import GRDB
import TestSupport

@testable import Storage

/// A database in which user 1 has `count` tasks and user 2 has ten, on a connection without other
/// statements. One task in ten is on the second channel, four are unfinished.
func withDatabase(tasks count: Int, _ body: (Database, Submitter) throws -> Void) throws {
    try withTemporaryStore { store in
        let submitter = try store.makeSubmitter("user 1", byte: 2)
        _ = try store.makeSubmitter("user 2", byte: 3)
        _ = try store.makeChannel("two")
        let queue = try DatabaseQueue(path: store.configuration.path)
        try queue.write { database in
            try database.insertTasks(ofUser: 1, ordinals: 1...count)
            try database.insertTasks(ofUser: 2, ordinals: (count + 1)...(count + 10))
            try database.execute(
                sql: "UPDATE meta SET value = ? WHERE key = 'last_task_id'",
                arguments: [count + 10]
            )
        }
        try queue.writeWithoutTransaction { try body($0, submitter) }
    }
}

extension Database {
    /// One in ten is on the second channel, the first four of all are unfinished.
    fileprivate func insertTasks(ofUser user: UserID, ordinals: ClosedRange<Int>) throws {
        try execute(
            sql: """
                WITH RECURSIVE numbers (n) AS (
                    SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last
                )
                INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, channel_id, action,
                    status, finished, progress, prompt, submit_time)
                SELECT :user, n - :first + 1, n, n, 'task-' || n, iif(n % 10 = 0, 2, 1), 'IMAGINE',
                    iif(n <= 4, 'SUBMITTED', 'SUCCESS'), n > 4, iif(n > 4, 100, 0),
                    'a cat in a hat', n * 10
                FROM numbers
                """,
            arguments: ["user": user, "first": ordinals.lowerBound, "last": ordinals.upperBound]
        )
        try execute(
            sql: "INSERT INTO task_details (task_id) SELECT id FROM tasks WHERE user_id = ?",
            arguments: [user]
        )
    }

    /// Sums up and resets the counters of all statements of the connection.
    func takeCounters() -> (steps: Int, fullScanSteps: Int, sorts: Int) {
        var sums = (steps: 0, fullScanSteps: 0, sorts: 0)
        var statement = sqlite3_next_stmt(sqliteConnection, nil)
        while let current = statement {
            sums.steps += Int(sqlite3_stmt_status(current, SQLITE_STMTSTATUS_VM_STEP, 1))
            sums.fullScanSteps += Int(
                sqlite3_stmt_status(current, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1)
            )
            sums.sorts += Int(sqlite3_stmt_status(current, SQLITE_STMTSTATUS_SORT, 1))
            statement = sqlite3_next_stmt(sqliteConnection, current)
        }
        return sums
    }

    /// The plan of each statement the connection has prepared so far.
    func plans() throws -> [String: [String]] {
        var texts: [String] = []
        var statement = sqlite3_next_stmt(sqliteConnection, nil)
        while let current = statement {
            texts.append(String(cString: sqlite3_sql(current)))
            statement = sqlite3_next_stmt(sqliteConnection, current)
        }
        let queries = Set(texts).filter { text in
            ["SELECT", "UPDATE", "INSERT", "DELETE"].contains { text.hasPrefix($0) }
        }
        return try Dictionary(
            uniqueKeysWithValues: queries.map { text in
                (text, try select("EXPLAIN QUERY PLAN " + text) { $0.text(3) })
            }
        )
    }
}
