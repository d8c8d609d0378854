package import Domain

/// Numbers for operators, each from an index or a single row.
package struct StoreStatus: Sendable, Equatable, Codable {
    package var schema: String
    package var users: Int
    package var tasks: Int
    package var unfinishedTasks: Int
    package var pendingPictures: Int
    package var databaseBytes: Int64
    package var logBytes: Int64
}

extension Store {
    package func status() throws(StorageError) -> StoreStatus { fatalError("stub") }

    /// Compares every balance with its ledger (quota + spent = granted); the users that differ.
    package func verifyLedger() throws(StorageError) -> [UserID] { fatalError("stub") }
}
