import Domain
import Storage

/// Ends what no look at a channel can end: submits that never got an answer, modals that were
/// never confirmed, tasks whose channel was removed.
struct Sweep: Sendable {
    var submitDeadline: Duration
    var modalDeadline: Duration
    var taskDeadline: Duration

    init(_ configuration: PollingConfiguration) {
        submitDeadline = configuration.submitDeadline
        modalDeadline = configuration.modalDeadline
        taskDeadline = configuration.taskDeadline
    }

    /// The end of a task that no channel is asked for, if it is due.
    func ending(of task: MidjourneyTask, at now: Milliseconds) -> TaskEnding? {
        guard !task.status.isTerminal else { return nil }
        let (deadline, reason) = limit(for: task)
        guard now - task.submitTime >= deadline.milliseconds else { return nil }
        return .failure(of: task, reason: reason, at: now)
    }

    private func limit(for task: MidjourneyTask) -> (Duration, String) {
        if task.status == .modal { return (modalDeadline, EndReason.modalExpired) }
        if task.upstreamID?.isEmpty ?? true { return (submitDeadline, EndReason.unanswered) }
        return (taskDeadline, EndReason.deadline)
    }
}
