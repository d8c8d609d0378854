import Domain

/// A task's stay in MODAL: entered by the channel's answer to the submit, left by a modal call.
extension WriteTransaction {
    /// Keeps the channel's id and the state that its answer means. MODAL gives the charge back.
    ///
    /// - Returns: false when the task had to be paid now and could not be: it has ended.
    func assign(
        _ upstreamID: String,
        status: TaskStatus,
        to task: MidjourneyTask,
        at now: Milliseconds
    ) throws -> Bool {
        // MODAL is left by a modal call only, which pays.
        let isStep = task.status != .modal && task.status.canBecome(status)
        try run(
            "UPDATE tasks SET upstream_id = ?, status = ? WHERE id = ? AND finished = 0",
            [
                upstreamID.isEmpty ? task.upstreamID : upstreamID,
                (isStep ? status : task.status).rawValue, task.id,
            ]
        )
        touch(task.userID)
        if isStep, status == .modal { try refund(task, at: now) }
        guard isStep, status != .modal, task.status == .notStart, task.isFreeForItsModal else {
            return true
        }
        return try payForModal(in: task, at: now)
    }

    /// Where a channel may draw in any of several modes, the one whose modal call is the dearest:
    /// what is free until then is paid by it. Nil: `new` has no such modal call.
    func modalMode(of new: NewTask, price: Int64, for payer: Payer) throws -> SpeedMode? {
        guard price == 0, new.action.asksForModal, !new.possibleModes.isEmpty else { return nil }
        return try self.price(
            of: .modal,
            mode: new.mode,
            amongst: new.possibleModes,
            for: payer
        )?.mode
    }

    /// Takes the price of the modal call that a channel did without. If it does not suffice the
    /// task ends, and the channel, which may have begun to draw, is told.
    private func payForModal(in task: MidjourneyTask, at now: Milliseconds) throws -> Bool {
        // An imported task is not ours to sell.
        guard let payer = try payer(of: task) else { return true }
        guard let price = try price(of: .modal, mode: task.mode, for: payer), payer.canPay(price)
        else {
            let task = try database.task(task.mjID) ?? task
            try abandon(task, as: .failure, reason: "quota_not_enough", at: now)
            return false
        }
        guard price > 0 else { return true }
        let attempt = task.attempt + 1
        try charge(
            price,
            for: .task(task.id, attempt: attempt),
            user: payer.user,
            token: payer.token,
            at: now
        )
        try run(
            "UPDATE tasks SET attempt = ?, quota = ? WHERE id = ?",
            [attempt, price, task.id]
        )
        return true
    }

    func beginModal(
        _ call: ModalCall,
        at now: Milliseconds,
        defaults: SubmitLimits = SubmitLimits()
    ) throws -> ModalOutcome {
        guard let task = try database.task(call.mjID, owner: call.userID)?.task else {
            return .unknown
        }
        if task.isModalSent { return .alreadySent(task) }
        guard task.status == .modal else { return .notModal(task) }
        // One that became MODAL in an older version still holds the charge of its submit.
        if task.quota > 0 {
            try refund(task, at: now)
            touch(task.userID)
        }
        let payer = try payer(
            user: call.userID,
            token: call.tokenID,
            now: now,
            defaults: defaults
        )
        guard let payer else { return .credentialWithdrawn }
        if let refusal = try refusal(of: .modal, by: payer, at: now) { return .refused(refusal) }
        let priced = try price(
            of: .modal,
            mode: call.mode ?? task.mode,
            amongst: call.possibleModes,
            for: payer
        )
        guard let (price, mode) = priced else { return .unpriced }
        guard payer.canPay(price) else { return .insufficientQuota }
        // From here on it is under way there.
        if let channel = task.channelID, try isFull(channel) { return .channelFull }
        try countSubmit(of: payer, at: now)
        try charge(
            price,
            for: .task(task.id, attempt: task.attempt + 1),
            user: call.userID,
            token: call.tokenID,
            at: now
        )
        try run(
            """
            UPDATE tasks SET attempt = attempt + 1, quota = ?1, sent_at = ?2, modal_sent = 1, \
            has_hook = has_hook OR ?3, mode = ?4 WHERE id = ?5
            """,
            [price, now, !call.notifyHook.isEmpty, mode?.rawValue, task.id]
        )
        try run(
            """
            UPDATE task_details SET modal_prompt = ?1, state = iif(?2 = '', state, ?2), \
            notify_hook = iif(?3 = '', notify_hook, ?3) WHERE task_id = ?4
            """,
            [call.prompt, call.state, call.notifyHook, task.id]
        )
        touch(task.userID)
        var begun = task
        begun.attempt += 1
        begun.mode = mode
        begun.quota = price
        begun.sentAt = now
        begun.isModalSent = true
        begun.hasHook = task.hasHook || !call.notifyHook.isEmpty
        return .begun(begun)
    }

    /// Ends the modal call under way, if there is one, as taken: the task is what the call made of
    /// it. What its state becomes is the caller's.
    ///
    /// - Returns: the task as it is now.
    func takeModal(_ task: MidjourneyTask) throws -> MidjourneyTask {
        guard task.isModalSent else { return task }
        // The translation was of the old prompt.
        try run(
            """
            UPDATE tasks SET prompt = d.modal_prompt, prompt_en = '' FROM task_details d \
            WHERE tasks.id = ?1 AND d.task_id = ?1 AND d.modal_prompt <> ''
            """,
            [task.id]
        )
        try closeModal(task)
        return try unfinishedTask(task.mjID) ?? task
    }

    /// The same as refused: the charge goes back, the task waits on.
    func refuseModal(_ task: MidjourneyTask, at now: Milliseconds) throws {
        try refund(task, at: now)
        try closeModal(task)
    }

    private func closeModal(_ task: MidjourneyTask) throws {
        try run("UPDATE tasks SET modal_sent = 0 WHERE id = ?", [task.id])
        try run("UPDATE task_details SET modal_prompt = '' WHERE task_id = ?", [task.id])
        touch(task.userID)
    }

    /// SUBMITTED, through the modal call under way.
    func submitModal(_ task: MidjourneyTask) throws {
        _ = try takeModal(task)
        try run(
            "UPDATE tasks SET status = ? WHERE id = ? AND status = ?",
            [TaskStatus.submitted.rawValue, task.id, TaskStatus.modal.rawValue]
        )
    }
}

extension TaskAction {
    /// A channel is expected to ask for the region or the zoom, and to be paid for what it draws
    /// of the answer.
    fileprivate var asksForModal: Bool { [.inpaint, .customZoom].contains(self) }
}

extension MidjourneyTask {
    fileprivate var isFreeForItsModal: Bool { quota == 0 && action.asksForModal }
}
