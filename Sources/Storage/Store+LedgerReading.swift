package import Domain
import GRDB

extension Store {
    /// A page of a user's entries, newest first, each with the quota after it; and how many
    /// entries there are. A page costs what it shows, and a sum over what it skips.
    package func ledger(of user: UserID, page: Int, pageSize: Int) throws(StorageError)
        -> (entries: [LedgerEntry], total: Int)
    {
        try read("read the ledger") { database in
            try database.ledger(of: user, page: page, pageSize: pageSize)
        }
    }

    /// The entries of a user's task, newest first. Throws ``StorageError/notFound(what:)`` also
    /// for another user's.
    package func ledger(of user: UserID, task mjID: String) throws(StorageError) -> [LedgerEntry] {
        try read("read the ledger") { try $0.ledger(of: user, task: mjID) }
    }

    /// Up to `limit` entries of a user, oldest first, from the one after `number` on.
    package func ledger(of user: UserID, after number: Int, limit: Int) throws(StorageError)
        -> [LedgerEntry]
    {
        try read("read the ledger") { database in
            try database.select(
                """
                \(LedgerEntry.selection) WHERE l.user_id = ? AND l.number > ? \
                ORDER BY l.number LIMIT ?
                """,
                user,
                number,
                limit,
                row: LedgerEntry.init
            )
        }
    }
}

extension Database {
    func ledger(of user: UserID, page: Int, pageSize: Int) throws
        -> (entries: [LedgerEntry], total: Int)
    {
        let total =
            try selectOne("SELECT max(number) FROM ledger WHERE user_id = ?", user) {
                Int($0.integer(0))
            } ?? 0
        let range = OrdinalRange(first: 1, last: total)
        guard let numbers = range.page(page, size: pageSize) else { return ([], total) }
        // The quota is the balance after the newest entry.
        var balance =
            try selectOne(
                """
                SELECT quota - (SELECT coalesce(sum(amount), 0) FROM ledger \
                WHERE user_id = ?1 AND number > ?2) FROM users WHERE id = ?1
                """,
                user,
                numbers.upperBound
            ) { $0.integer(0) } ?? 0
        var entries = try select(
            """
            \(LedgerEntry.selection) WHERE l.user_id = ? AND l.number BETWEEN ? AND ? \
            ORDER BY l.number DESC
            """,
            user,
            numbers.lowerBound,
            numbers.upperBound,
            row: LedgerEntry.init
        )
        for index in entries.indices {
            entries[index].balance = balance
            balance -= entries[index].amount
        }
        return (entries, total)
    }

    func ledger(of user: UserID, task mjID: String) throws -> [LedgerEntry] {
        let task = try selectOne(
            "SELECT id FROM tasks INDEXED BY tasks_mj_id WHERE mj_id = ? AND user_id = ?",
            mjID,
            user
        ) { $0.integer(0) }
        guard let task else { throw StorageError.notFound(what: "task") }
        // Few: two for each of the task's attempts. They are sorted here, since their index has
        // another order.
        let entries = try select(
            """
            SELECT \(LedgerEntry.columns) FROM ledger l INDEXED BY ledger_once \
            CROSS JOIN tasks t ON t.id = l.task_id WHERE l.task_id = ? AND l.user_id = ?
            """,
            task,
            user,
            row: LedgerEntry.init
        )
        return entries.sorted { $0.number > $1.number }
    }
}

extension LedgerEntry {
    fileprivate static let columns = """
        l.user_id, l.number, l.kind, l.amount, l.token_id, t.mj_id, l.attempt, l.upload_id, l.note, \
        l.created_at
        """

    fileprivate static let selection = """
        SELECT \(columns) FROM ledger l LEFT JOIN tasks t INDEXED BY tasks_id ON t.id = l.task_id
        """

    fileprivate init(_ row: borrowing RawRow) {
        self.init(
            userID: row.integer(0),
            number: Int(row.integer(1)),
            kind: Kind(rawValue: row.text(2)) ?? .adjust,
            amount: row.integer(3),
            tokenID: row.optionalInteger(4),
            mjID: row.optionalText(5),
            attempt: row.optionalInteger(6).map { Int($0) },
            uploadID: row.optionalInteger(7),
            note: row.text(8),
            createdAt: row.integer(9)
        )
    }
}
