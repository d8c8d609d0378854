import Domain
import Storage

/// The parts of an unfinished task that polling moves.
struct TaskState: Sendable, Equatable {
    var status: TaskStatus
    var progress: Progress
    var promptEn: String
    var startTime: Milliseconds

    init(_ task: MidjourneyTask) {
        status = task.status
        progress = task.progress
        promptEn = task.promptEn
        startTime = task.startTime
    }
}

/// An unfinished task in the poller's memory.
///
/// ``state`` is what counts: the furthest of the row, of the hot document that an earlier poller
/// left, and of everything the channel reported. It never goes back, and is never terminal:
/// an end counts when it is committed. ``durable`` and ``shown`` say what of it has been written.
struct TrackedTask: Sendable {
    /// Without its prompt, which polling does not need and which can be long.
    private(set) var task: MidjourneyTask
    let upstreamID: String
    /// What the row is known to hold.
    private(set) var durable: TaskState
    /// What the hot document holds; nil: none of ours, or Redis lost it.
    var shown: TaskState?
    /// What its client was last told, or was on its way to it; nil: nothing.
    private(set) var announced: TaskState?
    /// Whether the hot document of an earlier poller has been looked for.
    private(set) var isSeeded = false
    /// An end is being committed, perhaps with a picture fetched first: not asked for meanwhile.
    var isSettling = false

    private var missing = Streak()
    private var unreached = Streak()

    /// Nil for what is not polled: MODAL, and tasks whose channel has not answered yet.
    init?(row: MidjourneyTask) {
        guard row.isPolled, let upstreamID = row.upstreamID else { return nil }
        task = row
        task.prompt = ""
        self.upstreamID = upstreamID
        durable = TaskState(row)
    }

    var mjID: String { task.mjID }
    var userID: UserID { task.userID }
    var state: TaskState { TaskState(task) }

    /// Whether somebody wants to hear of a state that is new.
    var isNews: Bool {
        task.hasHook
            && (announced?.status != task.status || announced?.progress != task.progress)
    }

    /// The client is told the present state.
    mutating func announce() {
        announced = state
    }

    /// Whether readers would see less than ``state``.
    var needsDocument: Bool { state != (shown ?? durable) }

    /// Whether the row is so far behind that a lost Redis would cost more than a few seconds.
    func needsCheckpoint(step: Int) -> Bool {
        state.status != durable.status
            || state.progress.percent - durable.progress.percent >= max(1, step)
    }

    var checkpoint: TaskCheckpoint { TaskCheckpoint(task) }

    /// Takes in the row as just read; it may be older than what this poller has committed.
    mutating func merge(row: MidjourneyTask) {
        if durable.status.canBecome(row.status) { durable.status = row.status }
        durable.progress = max(durable.progress, row.progress)
        if task.status.canBecome(row.status) { task.status = row.status }
        task.progress = max(task.progress, row.progress)
        task.sentAt = max(task.sentAt, row.sentAt)
        task.hasHook = row.hasHook
    }

    /// Takes in the document that an earlier poller, or this one, has left.
    mutating func seed(from document: HotTask?) {
        isSeeded = true
        task = task.overlaid(with: document)
    }

    /// A checkpoint of `state` was committed.
    mutating func wrote(durable state: TaskState) {
        durable = state
    }
}

// MARK: - What a look says

extension TrackedTask {
    /// What to do about a task after a look.
    enum Verdict: Sendable, Equatable {
        case unchanged
        case changed
        /// To be committed; the address is that of its picture, still to be fetched.
        case ended(TaskEnding, pictureURL: String?)
        /// Not listed for so long that the channel is asked for this task alone.
        case vanished
    }

    /// The channel answered, and listed the task or did not.
    mutating func take(_ finding: Finding, at now: Milliseconds, rules: LookRules) -> Verdict {
        unreached.end()
        switch finding {
        case .absent:
            missing.extend(at: now)
            return isVanished(at: now, rules: rules) || isOverdue(at: now, rules: rules)
                ? .vanished : .unchanged
        case .unclear:
            missing.end()
            return isOverdue(at: now, rules: rules) ? timedOut(at: now) : .unchanged
        case .report(let report):
            missing.end()
            let transition = TaskTransition(of: task, by: report, at: now)
            if let transition, transition.status.isTerminal {
                return end(by: report, transition, at: now)
            }
            if let transition { apply(transition) }
            // Only now: a SUCCESS counts, however late it is.
            if isOverdue(at: now, rules: rules) { return timedOut(at: now) }
            return transition == nil ? .unchanged : .changed
        }
    }

    /// The channel was asked for this task alone, after ``Verdict/vanished``.
    mutating func takeConfirmation(
        _ finding: Finding,
        at now: Milliseconds,
        rules: LookRules
    ) -> Verdict {
        guard finding == .absent else { return take(finding, at: now, rules: rules) }
        let reason =
            isVanished(at: now, rules: rules) ? EndReason.vanished : EndReason.deadline
        return .ended(.failure(of: task, reason: reason, at: now), pictureURL: nil)
    }

    /// The channel answered lists, but not the question for this task alone.
    func takeUnconfirmed(at now: Milliseconds, rules: LookRules) -> Verdict {
        isOverdue(at: now, rules: rules) ? timedOut(at: now) : .unchanged
    }

    /// The channel did not answer. That alone ends a task only when it is overdue, and after the
    /// channel had time to come back: the poller itself may have been away.
    mutating func takeFailure(at now: Milliseconds, rules: LookRules) -> Verdict {
        unreached.extend(at: now)
        let isLost = unreached.hasLasted(
            looks: rules.missingLooks,
            grace: rules.missingGrace,
            at: now
        )
        return isLost && isOverdue(at: now, rules: rules) ? timedOut(at: now) : .unchanged
    }

    private func isVanished(at now: Milliseconds, rules: LookRules) -> Bool {
        missing.hasLasted(looks: rules.missingLooks, grace: rules.missingGrace, at: now)
    }

    private func isOverdue(at now: Milliseconds, rules: LookRules) -> Bool {
        now - task.sentAt >= rules.taskDeadline.milliseconds
    }

    private func timedOut(at now: Milliseconds) -> Verdict {
        .ended(.failure(of: task, reason: EndReason.deadline, at: now), pictureURL: nil)
    }

    private mutating func apply(_ transition: TaskTransition) {
        task.status = transition.status
        task.progress = transition.progress
        task.promptEn = transition.promptEn
        task.startTime = transition.startTime
    }

    private func end(
        by report: ChannelReport,
        _ transition: TaskTransition,
        at now: Milliseconds
    ) -> Verdict {
        let ending = TaskEnding(of: task, by: report, transition, at: now)
        let hasPicture = transition.status == .success && !report.imageURL.isEmpty
        return .ended(ending, pictureURL: hasPicture ? report.imageURL : nil)
    }
}
