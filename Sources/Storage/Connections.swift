import CSQLite
import GRDB

extension GRDB.Configuration {
    /// The connection that writes.
    static func writer(of store: Store.Configuration) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "mjtask-writer"
        // Our writers take turns by their lock file, so SQLite's own lock is met only when
        // somebody else, such as the sqlite3 shell, writes.
        configuration.busyMode = .timeout(10)
        let automaticCheckpoint = store.doesCheckpoints ? 0 : pagesWithoutCheckpoint
        configuration.prepareDatabase { database in
            // In WAL mode only FULL makes a commit durable through a loss of power:
            // https://www.sqlite.org/pragma.html#pragma_synchronous
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA wal_autocheckpoint = \(automaticCheckpoint);
                    """
            )
        }
        return configuration
    }

    /// One of the connections that only read.
    static func reader(of store: Store.Configuration) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "mjtask-reader"
        configuration.readonly = true
        // "There are some obscure cases where a query against a WAL-mode database can return
        // SQLITE_BUSY": https://www.sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode
        configuration.busyMode = .timeout(10)
        return configuration
    }
}

/// The poller moves the log into the database; others do it only when it has been away for so
/// long that the log has 128 MiB (256 in a database that was made with pages of 8 KB), because that makes one of their writers wait.
private let pagesWithoutCheckpoint = 32_768

/// See `CSQLite_disableMemoryStatistics`; without effect after the process's first connection.
func disableMemoryStatistics() {
    _ = onlyOnce
}

private let onlyOnce = CSQLite_disableMemoryStatistics()
