package import Domain

/// A task that is about to be sent to a channel.
package struct NewTask: Sendable, Equatable {
    package var userID: UserID
    package var tokenID: TokenID
    package var channelID: ChannelID
    package var action: TaskAction
    package var mode: SpeedMode?
    package var prompt: String
    package var details: TaskDetails

    package init(
        userID: UserID,
        tokenID: TokenID,
        channelID: ChannelID,
        action: TaskAction,
        mode: SpeedMode? = nil,
        prompt: String,
        details: TaskDetails
    ) {
        self.userID = userID
        self.tokenID = tokenID
        self.channelID = channelID
        self.action = action
        self.mode = mode
        self.prompt = prompt
        self.details = details
    }
}

package enum AcceptOutcome: Sendable, Equatable {
    /// Durable and paid for, in the order asked for.
    case accepted([MidjourneyTask])
    case insufficientQuota
    /// No price is set for the action.
    case unpriced
    /// The user was disabled or the token revoked since it was authenticated.
    case credentialWithdrawn
}

extension Store {
    /// Step 2 of a submit, one transaction: takes the price (action, mode, group's ratio) from the
    /// user's quota, and the token's if it has one, only if it suffices; gives out id, ordinals
    /// and submit time; inserts the task as NOT_START; writes the ledger. All of `tasks`, which
    /// one user sends to one channel, or none.
    package func accept(_ tasks: [NewTask]) throws(StorageError) -> AcceptOutcome {
        try write("accept a task") { [clock] in try $0.accept(tasks, clock: clock) }
    }

    /// Commits that the task is now tried on another channel, before it is sent there.
    ///
    /// Throws ``StorageError/invalid(what:reason:)`` when the task has ended or a channel has it
    /// already: then it must not be sent.
    package func moveToChannel(_ channelID: ChannelID, mjID: String) throws(StorageError) {
        try write("move a task") { try $0.moveToChannel(channelID, mjID: mjID) }
    }

    /// Step 4 after an acceptance: keeps the channel's id. MODAL (code 21) gives the charge back:
    /// the modal call takes it. Of a finished task only the channel's id is kept.
    @discardableResult
    package func recordAcceptance(
        mjID: String,
        upstreamID: String,
        code: Int,
        description: String,
        status: TaskStatus
    ) throws(StorageError) -> AcceptanceOutcome {
        precondition(!status.isTerminal, "a task is ended by finish(_:), with refund and callback")
        return try write("record an acceptance") { transaction in
            guard let task = try transaction.unfinishedTask(mjID) else { return .alreadyEnded }
            try transaction.recordAnswer(code: code, description: description, of: task)
            let next = task.status.canBecome(status) ? status : task.status
            try transaction.run(
                "UPDATE tasks SET upstream_id = ?, status = ? WHERE id = ? AND finished = 0",
                [upstreamID, next.rawValue, task.id]
            )
            transaction.touch(task.userID)
            return .recorded
        }
    }

    /// Step 4 after a refusal: FAILURE with its reason, and the refund. Does nothing to a finished
    /// task.
    package func recordRefusal(mjID: String, code: Int, reason: String) throws(StorageError) {
        try write("record a refusal") { [clock] transaction in
            guard let task = try transaction.unfinishedTask(mjID) else { return }
            try transaction.recordAnswer(code: code, description: reason, of: task)
            let state = TaskCheckpoint(
                mjID: mjID,
                userID: task.userID,
                status: .failure,
                progress: task.progress,
                promptEn: "",
                startTime: 0
            )
            let now = clock.now()
            try transaction.end(
                task,
                by: TaskEnding(state: state, failReason: reason, finishTime: now),
                at: now
            )
        }
    }
}

extension WriteTransaction {
    fileprivate func recordAnswer(code: Int, description: String, of task: MidjourneyTask) throws {
        try run(
            "UPDATE task_details SET answer_code = ?, answer_description = ? WHERE task_id = ?",
            [code, description, task.id]
        )
    }

    fileprivate func moveToChannel(_ channelID: ChannelID, mjID: String) throws {
        guard let task = try unfinishedTask(mjID) else {
            throw StorageError.invalid(what: "task", reason: "has ended or never was")
        }
        guard task.upstreamID == nil else {
            throw StorageError.invalid(what: "task", reason: "is on a channel already")
        }
        try database.requireChannel(channelID)
        try run("UPDATE tasks SET channel_id = ? WHERE id = ?", [channelID, task.id])
        touch(task.userID)
    }

    /// A task that may still change; nil when it has ended or never was.
    func unfinishedTask(_ mjID: String) throws -> MidjourneyTask? {
        let task = try database.selectOne(TaskSQL.task, mjID, row: TaskRow.task)
        return task.flatMap { $0.status.isTerminal ? nil : $0 }
    }
}
