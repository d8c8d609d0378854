package import Domain

/// What became of a modal call's first transaction.
package enum ModalOutcome: Sendable, Equatable {
    /// Paid for and marked as sent; the task is still MODAL until the answer is recorded.
    case begun(MidjourneyTask)
    case insufficientQuota
    case unpriced
    case credentialWithdrawn
    case refused(SubmitRefusal)
    /// The task's channel has as many under way as it may.
    case channelFull
    /// An earlier modal call waits for its answer.
    case alreadySent(MidjourneyTask)
    /// The task is not, or no longer, MODAL.
    case notModal(MidjourneyTask)
    /// No such task, or not this user's.
    case unknown
}

/// What became of an answer that was to be recorded.
package enum AcceptanceOutcome: Sendable, Equatable {
    case recorded
    /// The channel draws without asking what the price depends on, and it cannot be paid: the task
    /// has ended as FAILURE, and the channel is told.
    case insufficientQuota
    /// The task had ended (deadline, cancel). Its channel's id is kept, so that the channel can be
    /// told.
    case alreadyEnded
}

/// The price of a modal call, what its client wants changed, and who pays.
package struct ModalCall: Sendable, Equatable {
    package var mjID: String
    package var userID: UserID
    package var tokenID: TokenID
    /// What it is priced by, and replaces the task's; nil: the old one stays.
    package var mode: SpeedMode?
    /// Where the channel may choose one of several: the dearest is paid for. Empty: `mode` it is.
    package var possibleModes: Set<SpeedMode>
    /// Replaces the task's prompt once the channel has accepted; empty: the old one stays.
    package var prompt: String
    /// Replaces those of the submit at once; empty: the old ones stay.
    package var state: String
    package var notifyHook: String

    package init(
        mjID: String,
        userID: UserID,
        tokenID: TokenID,
        mode: SpeedMode? = nil,
        possibleModes: Set<SpeedMode> = [],
        prompt: String = "",
        state: String = "",
        notifyHook: String = ""
    ) {
        self.mjID = mjID
        self.userID = userID
        self.tokenID = tokenID
        self.mode = mode
        self.possibleModes = possibleModes
        self.prompt = prompt
        self.state = state
        self.notifyHook = notifyHook
    }
}

extension Store {
    /// First transaction of a modal call: takes the price of the action MODAL as the task's next
    /// attempt, and marks the call as sent.
    package func beginModal(_ call: ModalCall) throws(StorageError) -> ModalOutcome {
        try write("begin a modal call") { [clock, configuration] in
            try $0.beginModal(call, at: clock.now(), defaults: configuration.defaultLimits)
        }
    }

    /// The prompt of the modal call under way; nil when there is none.
    package func modalPrompt(of mjID: String) throws(StorageError) -> String? {
        try read("read a modal call") {
            try $0.selectOne(TaskSQL.modalPrompt, mjID) { $0.text(0) }
        }
    }

    /// The channel took the modal call: SUBMITTED, from now on polled. Of a task that ended here
    /// meanwhile the channel is told (again): it may have heard of a cancel before the call.
    package func recordModalAcceptance(
        of call: ModalCall,
        code: Int,
        description: String
    ) throws(StorageError) -> AcceptanceOutcome {
        try write("record a modal call's acceptance") { [clock] transaction in
            guard let task = try transaction.unfinishedTask(call.mjID) else {
                try transaction.renewCancellation(of: call.mjID, at: clock.now())
                return .alreadyEnded
            }
            // The poller may have found out before.
            guard task.isModalSent || task.status != .modal else {
                throw StorageError.notFound(what: "modal call")
            }
            try transaction.submitModal(task)
            try transaction.recordAnswer(code: code, description: description, of: task)
            return .recorded
        }
    }

    /// The channel refused the modal call: its charge is given back, the task waits on as MODAL.
    /// Does nothing when no call is under way (any more).
    package func recordModalRefusal(mjID: String, code: Int, description: String)
        throws(StorageError)
    {
        try write("record a modal call's refusal") { [clock] transaction in
            guard let task = try transaction.unfinishedTask(mjID), task.isModalSent else { return }
            try transaction.refuseModal(task, at: clock.now())
            try transaction.recordAnswer(code: code, description: description, of: task)
        }
    }

    /// Keeps the seed of a finished picture.
    package func recordSeed(_ seed: String, of mjID: String) throws(StorageError) {
        try write("record a seed") { transaction in
            guard let (task, details) = try transaction.database.task(mjID, owner: nil) else {
                throw StorageError.notFound(what: "task")
            }
            guard details.seed != seed else { return }
            try transaction.run(
                "UPDATE task_details SET seed = ? WHERE task_id = ?",
                [seed, task.id]
            )
            transaction.touch(task.userID)
        }
    }

    /// Keeps what the channel's hook said is its id of a task whose answer has not come. The
    /// poller verifies it before it counts.
    ///
    /// - Returns: false when nothing depends on it: the task has its id, or has ended and its
    ///   channel is not to be told.
    @discardableResult
    package func recordHookedID(_ upstreamID: String, of mjID: String) throws(StorageError) -> Bool
    {
        try write("record a hook's id") { transaction in
            guard let task = try transaction.database.task(mjID), task.upstreamID == nil,
                try !task.status.isTerminal || transaction.isCancellationWaiting(for: task)
            else { return false }
            try transaction.run(
                "UPDATE task_details SET hooked_id = ?1 WHERE task_id = ?2 AND hooked_id <> ?1",
                [upstreamID, task.id]
            )
            return true
        }
    }
}
