import CSQLite

/// A connection to a database as other programs have it: SQLite's defaults, nothing of ours.
package final class PlainSQLite {
    private let connection: OpaquePointer

    /// Opens the database, making it if it is not there.
    package init(_ path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
            throw Failure(reason: "cannot be opened")
        }
        connection = opened
    }

    deinit {
        sqlite3_close(connection)
    }

    /// Executes statements.
    package func execute(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(reason: String(cString: sqlite3_errmsg(connection)))
        }
    }

    package struct Failure: Error { var reason: String }
}
