import Domain

extension WriteTransaction {
    /// Charges for new tasks of one user and inserts them, or says why not and changes nothing.
    func accept(
        _ tasks: [NewTask],
        clock: SubmitClock,
        defaults: SubmitLimits = SubmitLimits(),
        health: ChannelHealthRules = ChannelHealthRules()
    ) throws -> AcceptOutcome {
        guard let first = tasks.first else { return .accepted([]) }
        precondition(
            tasks.allSatisfy {
                $0.userID == first.userID && $0.tokenID == first.tokenID
                    && $0.action == first.action && $0.channelID == first.channelID
                    && $0.admission == first.admission
            },
            "tasks that are accepted together have one payer, one action and one channel"
        )
        let now = clock.now()
        let payer = try payer(
            user: first.userID,
            token: first.tokenID,
            now: now,
            defaults: defaults
        )
        guard let payer else { return .credentialWithdrawn }
        if let refusal = try refusal(of: first.action, making: tasks.count, by: payer, at: now) {
            return .refused(refusal)
        }
        var priced: [(new: NewTask, price: Int64)] = []
        var total: Int64 = 0
        for var new in tasks {
            let price = try price(
                of: new.action,
                mode: new.mode,
                amongst: new.possibleModes,
                for: payer
            )
            guard let price else { return .unpriced }
            let (sum, isTooMuch) = total.addingReportingOverflow(price.price)
            guard !isTooMuch, payer.canPay(sum) else { return .insufficientQuota }
            total = sum
            new.mode = try modalMode(of: new, price: price.price, for: payer) ?? price.mode
            priced.append((new, price.price))
        }
        // The last of the questions: who is let in must be sent.
        let bar = try admit(
            tasks.count,
            to: first.channelID,
            as: first.admission,
            at: now,
            rules: health
        )
        if let bar { return .barred(bar) }
        try countSubmit(of: payer, at: now)
        touch(first.userID)
        return .accepted(
            try priced.map { new, price in
                let task = try insert(new, price: price, clock: clock)
                try charge(
                    price,
                    for: .task(task.id, attempt: task.attempt),
                    user: new.userID,
                    token: new.tokenID,
                    at: task.submitTime
                )
                return task
            }
        )
    }

    private func insert(_ new: NewTask, price: Int64, clock: SubmitClock) throws -> MidjourneyTask {
        let latest = try largest("SELECT max(submit_time) FROM tasks INDEXED BY tasks_time")
        let userOrdinal = try largest(ListSQL.userNewest, new.userID) + 1
        let ordinal = try largest(ListSQL.newest) + 1
        let now = clock.now()
        let task = MidjourneyTask(
            id: try next(Meta.lastTaskID),
            mjID: try nextMjID(now: now),
            userID: new.userID,
            tokenID: new.tokenID,
            channelID: new.channelID,
            action: new.action,
            mode: new.mode,
            prompt: new.prompt,
            promptEn: new.promptEn,
            submitTime: clock.submitTime(after: latest),
            sentAt: now,
            quota: price,
            hasHook: !new.details.notifyHook.isEmpty
        )
        try run(
            """
            INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, token_id, channel_id, \
            action, mode, status, prompt, prompt_en, submit_time, sent_at, quota, has_hook) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                task.userID, userOrdinal, task.id, ordinal, task.mjID, task.tokenID,
                task.channelID, task.action.rawValue, task.mode?.rawValue, task.status.rawValue,
                task.prompt, task.promptEn, task.submitTime, task.sentAt, task.quota, task.hasHook,
            ]
        )
        try run(
            """
            INSERT INTO task_details (task_id, state, description, notify_hook, buttons, \
            properties, parent, hook_secret) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                task.id, new.details.state,
                new.describe?(task.mjID) ?? new.details.description, new.details.notifyHook,
                new.details.buttons, new.details.properties, new.details.parent,
                new.details.hookSecret,
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
