import Domain

/// Money: every change of a balance with its entry in the ledger, so that quota + spent = granted
/// at every commit.
extension WriteTransaction {
    /// Tasks are charged once so far; a later modal call will be the next attempt.
    private static let firstAttempt = 1

    /// Adds to a user's quota.
    func grant(_ amount: Int64, to user: UserID, at now: Milliseconds) throws {
        guard amount > 0 else { return }
        try run("UPDATE users SET quota = quota + ? WHERE id = ?", [amount, user])
        try run(
            "INSERT INTO ledger (kind, user_id, amount, created_at) VALUES ('grant', ?, ?, ?)",
            [user, amount, now]
        )
    }

    /// Takes a new task's price from its user and token, which have been found to suffice.
    ///
    /// The conditions are said again in the statements: a balance cannot become negative even if
    /// a caller forgot to look.
    func charge(_ price: Int64, for task: MidjourneyTask) throws {
        guard price > 0 else { return }
        let userPaid = try run(
            "UPDATE users SET quota = quota - ?1, spent = spent + ?1 WHERE id = ?2 AND quota >= ?1",
            [price, task.userID]
        )
        let tokenPaid = try run(
            """
            UPDATE tokens SET remaining = remaining - ?1, spent = spent + ?1 \
            WHERE id = ?2 AND (remaining IS NULL OR remaining >= ?1)
            """,
            [price, task.tokenID]
        )
        guard userPaid == 1, tokenPaid == 1 else {
            throw StorageError.invalid(what: "quota", reason: "does not suffice")
        }
        try enter("charge", -price, for: task, at: task.submitTime)
    }

    /// Gives back what a task cost; it is shown as free from then on.
    func refund(_ task: MidjourneyTask, at now: Milliseconds) throws {
        guard task.quota > 0 else { return }
        try run(
            "UPDATE users SET quota = quota + ?1, spent = spent - ?1 WHERE id = ?2",
            [task.quota, task.userID]
        )
        try run(
            "UPDATE tokens SET remaining = remaining + ?1, spent = spent - ?1 WHERE id = ?2",
            [task.quota, task.tokenID]
        )
        try run("UPDATE tasks SET quota = 0 WHERE id = ?", [task.id])
        try enter("refund", task.quota, for: task, at: now)
    }

    private func enter(
        _ kind: String,
        _ amount: Int64,
        for task: MidjourneyTask,
        at now: Milliseconds
    ) throws {
        try run(
            """
            INSERT INTO ledger (kind, user_id, token_id, task_id, attempt, amount, created_at) \
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [kind, task.userID, task.tokenID, task.id, Self.firstAttempt, amount, now]
        )
    }
}
