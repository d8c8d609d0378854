import GRDB

extension StorageError {
    /// What an error thrown by GRDB, or by our own code inside a transaction, means to callers.
    init(_ operation: StaticString, _ error: any Error) {
        switch error {
        case let error as StorageError:
            self = error
        case let error as DatabaseError
        where error.resultCode == .SQLITE_MISUSE && error.message == "Connection is closed":
            self = .closing
        case let error as DatabaseError:
            // SQLite's text names tables and columns. GRDB would add arguments only to its own
            // `description`, which is not used.
            self = .failed(
                operation: "\(operation)",
                code: error.extendedResultCode.rawValue,
                reason: error.message ?? "unknown reason"
            )
        default:
            self = .failed(
                operation: "\(operation)",
                code: ResultCode.SQLITE_ERROR.rawValue,
                reason: "\(type(of: error))"
            )
        }
    }
}
