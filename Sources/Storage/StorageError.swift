/// What a caller can do something about when the system of record fails.
///
/// Descriptions never hold values, only what was being done and SQLite's own words.
package enum StorageError: Error, Equatable {
    /// The file cannot be opened, locked or created.
    case unavailable(operation: String, reason: String)
    /// The database was made by a newer mjtask.
    case newerSchema(found: String, known: String)
    /// SQLite refused or broke off a statement.
    case failed(operation: String, code: Int32, reason: String)
    /// No such user, token, channel or task.
    case notFound(what: String)
    /// A name is taken or a value is out of range.
    case invalid(what: String, reason: String)
    /// The store is closing; nothing was written.
    case closing
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unavailable(let operation, let reason):
            "\(operation): \(reason)"
        case .newerSchema(let found, let known):
            "open the database: it was made by a newer mjtask (its schema is \(found), this "
                + "program knows \(known)); upgrade mjtask or restore a backup"
        case .failed(let operation, let code, let reason):
            "\(operation): \(reason) (SQLite code \(code))"
        case .notFound(let what):
            "no such \(what)"
        case .invalid(let what, let reason):
            "\(what) \(reason)"
        case .closing:
            "the store is closing"
        }
    }
}
