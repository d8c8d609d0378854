import Domain

/// What a charge, and the refund of it, is for.
enum Purchase {
    case task(Int64, attempt: Int)
    case upload(Int64)
}

enum LedgerSQL {
    /// Of the entry that follows the user's (`?1`) last one.
    static let nextNumber = "(SELECT coalesce(max(number), 0) + 1 FROM ledger WHERE user_id = ?1)"
}

/// Money: every change of a balance with its entry in the ledger, so that quota + spent = granted
/// at every commit.
extension WriteTransaction {
    /// What changes a quota without anything bought.
    enum Deposit: String {
        case grant, adjust
    }

    /// Adds to a user's quota; a negative amount that it has not is refused.
    func deposit(
        _ amount: Int64,
        as kind: Deposit,
        for user: UserID,
        note: String = "",
        at now: Milliseconds
    ) throws {
        let balance = try database.selectOne(
            "SELECT quota, spent FROM users WHERE id = ?",
            user
        ) { (quota: $0.integer(0), spent: $0.integer(1)) }
        guard let balance else { throw StorageError.notFound(what: "user") }
        let (quota, isTooMuch) = balance.quota.addingReportingOverflow(amount)
        // All that was spent can come back by refunds.
        guard !isTooMuch, !quota.addingReportingOverflow(balance.spent).overflow else {
            throw StorageError.invalid(what: "quota", reason: "is too large")
        }
        guard quota >= 0 else {
            throw StorageError.invalid(what: "quota", reason: "must not become negative")
        }
        try run("UPDATE users SET quota = ? WHERE id = ?", [quota, user])
        try run(
            """
            INSERT INTO ledger (user_id, number, kind, amount, note, created_at) \
            VALUES (?1, \(LedgerSQL.nextNumber), ?2, ?3, ?4, ?5)
            """,
            [user, kind.rawValue, amount, note, now]
        )
    }

    /// Takes a price from a user and token, which have been found to suffice.
    ///
    /// The conditions are said again in the statements: a balance cannot become negative even if
    /// a caller forgot to look.
    func charge(
        _ price: Int64,
        for purchase: Purchase,
        user: UserID,
        token: TokenID,
        at now: Milliseconds
    ) throws {
        guard price > 0 else { return }
        let userPaid = try run(
            "UPDATE users SET quota = quota - ?1, spent = spent + ?1 WHERE id = ?2 AND quota >= ?1",
            [price, user]
        )
        let tokenPaid = try run(
            """
            UPDATE tokens SET remaining = remaining - ?1, spent = spent + ?1 \
            WHERE id = ?2 AND (remaining IS NULL OR remaining >= ?1)
            """,
            [price, token]
        )
        guard userPaid == 1, tokenPaid == 1 else {
            throw StorageError.invalid(what: "quota", reason: "does not suffice")
        }
        try enter(
            "charge",
            Entry(user: user, token: token, amount: -price),
            for: purchase,
            at: now
        )
    }

    /// Gives back what a task's present attempt cost; it is shown as free from then on.
    func refund(_ task: MidjourneyTask, at now: Milliseconds) throws {
        guard task.quota > 0 else { return }
        try refund(.task(task.id, attempt: task.attempt), at: now)
        try run("UPDATE tasks SET quota = 0 WHERE id = ?", [task.id])
    }

    /// Gives back what was charged, to who paid: a modal call may have come with another token
    /// than the submit. What was given back before is not given back again.
    ///
    /// - Returns: how much.
    @discardableResult
    func refund(_ purchase: Purchase, note: String = "", at now: Milliseconds) throws -> Int64 {
        guard let charge = try entry("charge", for: purchase),
            try entry("refund", for: purchase) == nil
        else { return 0 }
        try run(
            "UPDATE users SET quota = quota + ?1, spent = spent - ?1 WHERE id = ?2",
            [-charge.amount, charge.user]
        )
        try run(
            "UPDATE tokens SET remaining = remaining + ?1, spent = spent - ?1 WHERE id = ?2",
            [-charge.amount, charge.token]
        )
        let refund = Entry(user: charge.user, token: charge.token, amount: -charge.amount)
        try enter("refund", refund, for: purchase, note: note, at: now)
        return refund.amount
    }

    private struct Entry {
        var user: UserID
        var token: TokenID?
        var amount: Int64
    }

    private func entry(_ kind: String, for purchase: Purchase) throws -> Entry? {
        let (condition, arguments): (StaticString, [any Bindable]) =
            switch purchase {
            case .task(let id, let attempt):
                (
                    """
                    INDEXED BY ledger_once WHERE task_id = ? AND kind = ? AND attempt = ?
                    """, [id, kind, attempt]
                )
            case .upload(let id):
                ("INDEXED BY ledger_once_an_upload WHERE upload_id = ? AND kind = ?", [id, kind])
            }
        return try database.selectOne(
            "SELECT user_id, token_id, amount FROM ledger \(condition)",
            arguments
        ) { row in
            Entry(user: row.integer(0), token: row.optionalInteger(1), amount: row.integer(2))
        }
    }

    private func enter(
        _ kind: String,
        _ entry: Entry,
        for purchase: Purchase,
        note: String = "",
        at now: Milliseconds
    ) throws {
        let (task, attempt, upload): (Int64?, Int?, Int64?) =
            switch purchase {
            case .task(let id, let attempt): (id, attempt, nil)
            case .upload(let id): (nil, nil, id)
            }
        try run(
            """
            INSERT INTO ledger (user_id, number, kind, token_id, task_id, attempt, upload_id, \
            amount, note, created_at) \
            VALUES (?1, \(LedgerSQL.nextNumber), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [entry.user, kind, entry.token, task, attempt, upload, entry.amount, note, now]
        )
    }
}
