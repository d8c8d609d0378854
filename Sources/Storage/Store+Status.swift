package import Domain
import GRDB

/// Numbers for operators, each from an index or a single row.
package struct StoreStatus: Sendable, Equatable, Codable {
    package var schema: String
    package var users: Int
    package var tasks: Int
    package var unfinishedTasks: Int
    package var pendingPictures: Int
    /// Ends of tasks that receivers are still to be told.
    package var pendingCallbacks: Int
    /// Those that were given up.
    package var failedCallbacks: Int
    /// Channels that are still to be told of a cancel.
    package var pendingCancellations: Int
    package var databaseBytes: Int64
    package var logBytes: Int64
}

extension Store {
    package func status() throws(StorageError) -> StoreStatus {
        let path = configuration.path
        return try read("read the status") { database in
            func number(_ sql: String) throws -> Int {
                try database.selectOne(sql) { Int($0.integer(0)) } ?? 0
            }
            return StoreStatus(
                schema: try Schema().current(database),
                users: try number("SELECT count(*) FROM users"),
                tasks: try number(ListSQL.newest),
                unfinishedTasks: try number(
                    """
                    SELECT (SELECT count(*) FROM tasks INDEXED BY tasks_in_flight \
                    WHERE finished = 0 AND (status <> 'MODAL' OR modal_sent = 1)) \
                    + (SELECT count(*) FROM tasks INDEXED BY tasks_waiting \
                    WHERE status = 'MODAL' AND modal_sent = 0)
                    """
                ),
                pendingPictures: try number(
                    """
                    SELECT count(*) FROM pictures INDEXED BY pictures_pending WHERE path IS NULL
                    """
                ),
                pendingCallbacks: try number(CallbackSQL.countPending),
                failedCallbacks: try number(CallbackSQL.countFailed),
                pendingCancellations: try number(
                    "SELECT count(*) FROM cancellations INDEXED BY cancellations_due"
                ),
                databaseBytes: fileSize(path),
                logBytes: fileSize(path + "-wal")
            )
        }
    }

    /// Compares every balance with its ledger (quota + spent = granted), and what tasks and uploads
    /// are said to have cost with what was paid for them; the users that differ.
    package func verifyLedger() throws(StorageError) -> [UserID] {
        try read("verify the ledger") { database in
            try database.select(
                """
                SELECT u.id FROM users u LEFT JOIN (
                    SELECT user_id, sum(amount) AS balance,
                        sum(iif(kind IN ('charge', 'refund'), -amount, 0)) AS spent
                    FROM ledger GROUP BY user_id
                ) l ON l.user_id = u.id
                WHERE u.quota <> coalesce(l.balance, 0) OR u.spent <> coalesce(l.spent, 0)
                UNION
                SELECT t.user_id FROM tokens t LEFT JOIN (
                    SELECT token_id, -sum(amount) AS spent FROM ledger
                    WHERE token_id IS NOT NULL GROUP BY token_id
                ) l ON l.token_id = t.id
                WHERE t.spent <> coalesce(l.spent, 0)
                UNION
                SELECT t.user_id FROM tasks t JOIN (
                    SELECT task_id, -sum(amount) AS paid FROM ledger
                    WHERE task_id IS NOT NULL GROUP BY task_id
                ) l ON l.task_id = t.id
                WHERE t.quota <> l.paid
                UNION
                SELECT u.user_id FROM uploads u LEFT JOIN (
                    SELECT upload_id, -sum(amount) AS paid FROM ledger
                    WHERE upload_id IS NOT NULL GROUP BY upload_id
                ) l ON l.upload_id = u.id
                WHERE u.quota <> coalesce(l.paid, 0)
                ORDER BY 1
                """
            ) { $0.integer(0) }
        }
    }
}
