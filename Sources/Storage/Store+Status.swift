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
}
