package import Domain

/// A task that is about to be sent to a channel.
package struct NewTask: Sendable {
    package var userID: UserID
    package var tokenID: TokenID
    package var channelID: ChannelID
    package var admission: ChannelAdmission
    package var action: TaskAction
    package var mode: SpeedMode?
    /// Where the channel may choose one of several: the dearest is paid for. Empty: `mode` it is.
    package var possibleModes: Set<SpeedMode>
    package var prompt: String
    /// Known beforehand when the prompt is a parent's.
    package var promptEn: String
    package var details: TaskDetails
    /// Makes `details.description` of the task's id, which is known only once it is given out.
    package var describe: (@Sendable (_ mjID: String) -> String)?

    package init(
        userID: UserID,
        tokenID: TokenID,
        channelID: ChannelID,
        admission: ChannelAdmission = .newWork,
        action: TaskAction,
        mode: SpeedMode? = nil,
        possibleModes: Set<SpeedMode> = [],
        prompt: String,
        promptEn: String = "",
        details: TaskDetails,
        describe: (@Sendable (_ mjID: String) -> String)? = nil
    ) {
        self.userID = userID
        self.tokenID = tokenID
        self.channelID = channelID
        self.admission = admission
        self.action = action
        self.mode = mode
        self.possibleModes = possibleModes
        self.prompt = prompt
        self.promptEn = promptEn
        self.details = details
        self.describe = describe
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
    case refused(SubmitRefusal)
    /// The channel takes no more just now; another may.
    case barred(ChannelBar)
}

package enum MoveOutcome: Sendable, Equatable {
    case moved
    /// The channel takes no more just now; another may.
    case barred(ChannelBar)
    /// A channel has it already: the poller found it there. It must not be sent again.
    case alreadyOnChannel
    /// By a deadline, or a cancel.
    case ended
}

extension Store {
    /// Step 2 of a submit, one transaction: takes the price (action, mode, group's ratio) from the
    /// user's quota, and the token's if it has one, only if it suffices; gives out id, ordinals
    /// and submit time; inserts the task as NOT_START; writes the ledger. All of `tasks`, which
    /// one user sends to one channel, or none; only if the channel lets them in.
    package func accept(_ tasks: [NewTask]) throws(StorageError) -> AcceptOutcome {
        try write("accept a task") { [clock, configuration] in
            try $0.accept(
                tasks,
                clock: clock,
                defaults: configuration.defaultLimits,
                health: configuration.channelHealth
            )
        }
    }

    /// Commits that the task is now tried on another channel, before it is sent there.
    package func moveToChannel(_ channelID: ChannelID, mjID: String)
        throws(StorageError) -> MoveOutcome
    {
        try write("move a task") { [clock, configuration] in
            try $0.moveToChannel(
                channelID,
                mjID: mjID,
                at: clock.now(),
                health: configuration.channelHealth
            )
        }
    }

    /// Step 4 after an acceptance: keeps the channel's id. MODAL (code 21) gives the charge back:
    /// the modal call takes it. What was free because its modal call is paid, and is drawn without
    /// one, takes that price now. Of a finished task only the channel's id is kept.
    @discardableResult
    package func recordAcceptance(
        mjID: String,
        upstreamID: String,
        code: Int,
        description: String,
        status: TaskStatus
    ) throws(StorageError) -> AcceptanceOutcome {
        precondition(!status.isTerminal, "a task is ended by finish(_:), with refund and callback")
        return try write("record an acceptance") { [clock] transaction in
            let found = try transaction.database.task(mjID)
            guard let task = found, !task.status.isTerminal else {
                if let found { try transaction.keepID(upstreamID, ofEnded: found, at: clock.now()) }
                return .alreadyEnded
            }
            try transaction.recordAnswer(code: code, description: description, of: task)
            let isPaid = try transaction.assign(
                upstreamID,
                status: status,
                to: task,
                at: clock.now()
            )
            return isPaid ? .recorded : .insufficientQuota
        }
    }

    /// Step 4 after a refusal: FAILURE with its reason, and the refund. Does nothing to a finished
    /// task, but that a cancelled one's channel need not be told.
    ///
    /// - Returns: false when the task had ended already.
    @discardableResult
    package func recordRefusal(mjID: String, code: Int, reason: String) throws(StorageError) -> Bool
    {
        try write("record a refusal") { [clock] transaction in
            guard let task = try transaction.unfinishedTask(mjID) else {
                try transaction.dropCancellation(ofUnsent: mjID)
                return false
            }
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
            return true
        }
    }
}

extension WriteTransaction {
    func recordAnswer(code: Int, description: String, of task: MidjourneyTask) throws {
        try run(
            "UPDATE task_details SET answer_code = ?, answer_description = ? WHERE task_id = ?",
            [code, description, task.id]
        )
    }

    fileprivate func moveToChannel(
        _ channelID: ChannelID,
        mjID: String,
        at now: Milliseconds,
        health: ChannelHealthRules
    ) throws -> MoveOutcome {
        guard let task = try database.task(mjID) else {
            throw StorageError.notFound(what: "task")
        }
        guard !task.status.isTerminal else {
            // The channel before refused it.
            try dropCancellation(ofUnsent: mjID)
            return .ended
        }
        guard task.upstreamID == nil, task.status == .notStart else { return .alreadyOnChannel }
        let bar = try admit(1, to: channelID, as: .newWork, at: now, rules: health)
        if let bar { return .barred(bar) }
        try run(
            "UPDATE tasks SET channel_id = ?, sent_at = ? WHERE id = ?",
            [channelID, now, task.id]
        )
        touch(task.userID)
        return .moved
    }

    /// A task that may still change; nil when it has ended or never was.
    func unfinishedTask(_ mjID: String) throws -> MidjourneyTask? {
        try database.task(mjID).flatMap { $0.status.isTerminal ? nil : $0 }
    }
}
