import Domain
import Storage

/// Ends what no look at a channel can end: modals that were never confirmed, and whatever's channel
/// was removed. Lost answers of channels that are there end after a search (``LostAnswers``).
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
        guard now - task.sentAt >= deadline.milliseconds else { return nil }
        return .failure(ofUnheard: task, reason: reason, at: now)
    }

    private func limit(for task: MidjourneyTask) -> (Duration, String) {
        if task.isUnanswered { return (submitDeadline, EndReason.unanswered) }
        if task.status == .modal { return (modalDeadline, EndReason.modalExpired) }
        return (taskDeadline, EndReason.deadline)
    }
}
