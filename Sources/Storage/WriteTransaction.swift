import Domain
import GRDB

/// What a write is lent: the database inside of an open transaction, and whom the write concerns.
///
/// Not `Sendable`: it stays on the thread that writes.
final class WriteTransaction {
    let database: Database
    /// The users whose pages and identities the transaction changes.
    private(set) var users: Set<UserID> = []

    init(_ database: Database) {
        self.database = database
    }

    /// Must be called for each user whose tasks, tokens or own row are changed.
    func touch(_ user: UserID) {
        users.insert(user)
    }

    /// Executes a statement; gives the number of changed rows.
    @discardableResult
    func run(_ sql: String, _ arguments: [any Bindable] = []) throws -> Int {
        try database.run(sql, arguments)
    }
}
