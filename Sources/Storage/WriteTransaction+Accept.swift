import Domain

extension WriteTransaction {
    /// Charges for a new task and inserts it, or says why not and changes nothing.
    func accept(_ tasks: [NewTask], clock: SubmitClock) throws -> AcceptOutcome {
        guard let new = tasks.first, tasks.count == 1 else { fatalError("stub") }
        guard let payer = try payer(user: new.userID, token: new.tokenID, now: clock.now()) else {
            return .credentialWithdrawn
        }
        guard let price = try price(of: new, ratio: payer.ratio) else { return .unpriced }
        guard payer.quota >= price, payer.tokenQuota ?? price >= price else {
            return .insufficientQuota
        }
        try database.requireChannel(new.channelID)
        let task = try insert(new, price: price, clock: clock)
        try charge(price, for: task)
        touch(task.userID)
        return .accepted([task])
    }

    private struct Payer {
        /// Of the token's group, else of the user's, in millionths.
        var ratio: Int64
        var quota: Int64
        /// Nil: unlimited.
        var tokenQuota: Int64?
    }

    /// Nil when the user or the token is not let in (any more).
    private func payer(user: UserID, token: TokenID, now: Milliseconds) throws -> Payer? {
        try database.selectOne(
            """
            SELECT g.ratio, u.quota, t.remaining FROM tokens t \
            JOIN users u ON u.id = t.user_id JOIN groups g ON g.name = coalesce(t.grp, u.grp) \
            WHERE t.id = ? AND u.id = ? AND t.enabled AND u.enabled \
            AND (t.expires_at = 0 OR t.expires_at > ?)
            """,
            token,
            user,
            now
        ) { row in
            Payer(
                ratio: row.integer(0),
                quota: row.integer(1),
                tokenQuota: row.optionalInteger(2)
            )
        }
    }

    /// The price of the mode goes before that of any mode.
    private func price(of new: NewTask, ratio: Int64) throws -> Int64? {
        let base = try database.selectOne(
            """
            SELECT quota FROM prices WHERE action = ? AND mode IN ('', ?) \
            ORDER BY mode DESC LIMIT 1
            """,
            new.action.rawValue,
            new.mode?.rawValue ?? ""
        ) { $0.integer(0) }
        return base.flatMap { Price.charge(base: $0, ratio: ratio) }
    }

    private func insert(_ new: NewTask, price: Int64, clock: SubmitClock) throws -> MidjourneyTask {
        let latest = try largest("SELECT max(submit_time) FROM tasks INDEXED BY tasks_time")
        let userOrdinal = try largest(ListSQL.userNewest, new.userID) + 1
        let ordinal = try largest(ListSQL.newest) + 1
        let task = MidjourneyTask(
            id: try next(Meta.lastTaskID),
            mjID: try nextMjID(now: clock.now()),
            userID: new.userID,
            tokenID: new.tokenID,
            channelID: new.channelID,
            action: new.action,
            mode: new.mode,
            prompt: new.prompt,
            submitTime: clock.submitTime(after: latest),
            quota: price
        )
        try run(
            """
            INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, token_id, channel_id, \
            action, mode, status, prompt, submit_time, quota) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                task.userID, userOrdinal, task.id, ordinal, task.mjID, task.tokenID,
                task.channelID, task.action.rawValue, task.mode?.rawValue, task.status.rawValue,
                task.prompt, task.submitTime, task.quota,
            ]
        )
        try run(
            """
            INSERT INTO task_details (task_id, state, description, notify_hook, buttons, \
            properties) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                task.id, new.details.state, new.details.description, new.details.notifyHook,
                new.details.buttons, new.details.properties,
            ]
        )
        return task
    }

    /// 16 digits that grow with time: microseconds since 1970, or one more than the last. Ids of
    /// imported tasks, which may look the same, are passed over.
    private func nextMjID(now: Milliseconds) throws -> String {
        while true {
            let mjID = String(try next(Meta.lastMjID, atLeast: now * 1000))
            let isTaken =
                try database.selectOne(
                    "SELECT 1 FROM tasks WHERE mj_id = ?",
                    mjID
                ) { _ in true } ?? false
            if !isTaken { return mjID }
        }
    }

    private func largest(_ sql: String, _ arguments: any Bindable...) throws -> Int64 {
        try database.selectOne(sql, arguments) { $0.integer(0) } ?? 0
    }
}
