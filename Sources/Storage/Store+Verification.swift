import Domain
import GRDB

extension Store {
    /// Computes every balance, and what every task and upload cost, anew from the ledger; gives
    /// what differs, by user.
    ///
    /// Each user is one read of what lies together, in a snapshot of its own: memory stays small,
    /// and nobody who writes meanwhile waits.
    package func verifyLedger() throws(StorageError) -> [LedgerDifference] {
        let (users, imported) = try read("verify the ledger") { database in
            (
                try database.select("SELECT id FROM users ORDER BY id") { $0.integer(0) },
                try database.importedTasks()
            )
        }
        var differences: [LedgerDifference] = []
        for user in users {
            differences += try read("verify the ledger") { database in
                try database.balanceDifferences(of: user)
                    + database.taskDifferences(of: user, imported: imported)
            }
        }
        return differences + (try read("verify the ledger") { try $0.uploadDifferences() })
    }
}

extension Database {
    /// Sums wrap around, as do those that they are compared with: equal stays equal.
    fileprivate func balanceDifferences(of user: UserID) throws -> [LedgerDifference] {
        var quota: Int64 = 0
        var spent: Int64 = 0
        var spentByToken: [TokenID: Int64] = [:]
        try each("SELECT kind, token_id, amount FROM ledger WHERE user_id = ?", user) { row in
            let amount = row.integer(2)
            quota &+= amount
            guard ["charge", "refund"].contains(row.text(0)) else { return }
            spent &-= amount
            if let token = row.optionalInteger(1) { spentByToken[token, default: 0] &-= amount }
        }
        var differences: [LedgerDifference] = []
        try each("SELECT quota, spent FROM users WHERE id = ?", user) { row in
            differences = [
                LedgerDifference(.userQuota, userID: user, expected: quota, found: row.integer(0)),
                LedgerDifference(.userSpent, userID: user, expected: spent, found: row.integer(1)),
            ]
        }
        try each("SELECT id, spent FROM tokens WHERE user_id = ? ORDER BY id", user) { row in
            let token = row.integer(0)
            differences.append(
                LedgerDifference(
                    .tokenSpent,
                    userID: user,
                    tokenID: token,
                    expected: spentByToken.removeValue(forKey: token) ?? 0,
                    found: row.integer(1)
                )
            )
        }
        // What is left was entered with somebody else's token.
        differences += spentByToken.sorted { $0.key < $1.key }.map { token, spent in
            LedgerDifference(.tokenSpent, userID: user, tokenID: token, expected: spent, found: 0)
        }
        return differences.filter { $0.expected != $0.found }
    }

    private static let paidTasks = """
        SELECT t.id, t.mj_id, t.quota, t.attempt, t.status, l.attempt, l.amount FROM tasks t \
        LEFT JOIN ledger l INDEXED BY ledger_once ON l.task_id = t.id AND l.user_id = t.user_id \
        WHERE t.user_id = ? AND (t.quota > 0 OR l.task_id IS NOT NULL) ORDER BY t.user_ordinal
        """

    fileprivate func taskDifferences(of user: UserID, imported: Set<Int64>) throws
        -> [LedgerDifference]
    {
        var differences: [LedgerDifference] = []
        var current: PaidTask?
        try each(Self.paidTasks, user) { row in
            if current?.id != row.integer(0) {
                differences += current?.difference(of: user, imported: imported) ?? []
                current = PaidTask(row)
            }
            if let attempt = row.optionalInteger(5) {
                current?.add(row.integer(6), attempt: attempt)
            }
        }
        return differences + (current?.difference(of: user, imported: imported) ?? [])
    }

    fileprivate func uploadDifferences() throws -> [LedgerDifference] {
        try select(
            """
            SELECT u.id, u.user_id, u.quota, u.succeeded IS 0, coalesce(-( \
            SELECT sum(amount) FROM ledger l INDEXED BY ledger_once_an_upload \
            WHERE l.upload_id = u.id AND l.user_id = u.user_id), 0) FROM uploads u ORDER BY u.id
            """
        ) { row in
            let (quota, hasFailed, paid) = (row.integer(2), row.bool(3), row.integer(4))
            return LedgerDifference(
                .uploadQuota,
                userID: row.integer(1),
                uploadID: row.integer(0),
                expected: hasFailed ? 0 : paid,
                found: hasFailed ? max(quota, paid) : quota
            )
        }.filter { $0.expected != $0.found }
    }

    /// Their ids may be any numbers.
    fileprivate func importedTasks() throws -> Set<Int64> {
        var tasks: Set<Int64> = []
        try each("SELECT new_id FROM imported WHERE kind = 'task'") { tasks.insert($0.integer(0)) }
        return tasks
    }
}

/// A task and its entries, as they are read one after another.
private struct PaidTask {
    let id: Int64
    private let mjID: String
    private let quota: Int64
    private let attempt: Int64
    private let hasFailed: Bool
    private var hasEntries = false
    /// Of the attempt that counts.
    private var paid: Int64 = 0
    /// By attempt; of those before, nothing may be left.
    private var rest: [Int64: Int64] = [:]

    init(_ row: borrowing RawRow) {
        id = row.integer(0)
        mjID = row.text(1)
        quota = row.integer(2)
        attempt = row.integer(3)
        hasFailed = ["FAILURE", "CANCEL"].contains(row.text(4))
    }

    mutating func add(_ amount: Int64, attempt: Int64) {
        hasEntries = true
        if attempt == self.attempt {
            paid &-= amount
        } else {
            rest[attempt, default: 0] &-= amount
        }
    }

    func difference(of user: UserID, imported: Set<Int64>) -> [LedgerDifference] {
        // What an imported task cost was paid in another ledger.
        if !hasEntries, imported.contains(id) { return [] }
        let leftOver = rest.values.filter { $0 != 0 }.map { (expected: Int64(0), found: $0) }
        let present = (expected: hasFailed ? 0 : paid, found: hasFailed ? max(quota, paid) : quota)
        return ([present] + leftOver).filter { $0.expected != $0.found }.map {
            LedgerDifference(
                .taskQuota,
                userID: user,
                mjID: mjID,
                expected: $0.expected,
                found: $0.found
            )
        }
    }
}
