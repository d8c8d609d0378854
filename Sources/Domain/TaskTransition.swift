/// What a report from a channel may change in a task: the one place where the machine of states
/// is kept (design: "we own the machine").
///
/// Terminal states never change, state and progress never go back, SUCCESS carries 100 %.
package struct TaskTransition: Sendable, Equatable {
    package var status: TaskStatus
    package var progress: Progress
    package var promptEn: String
    package var failReason: String
    package var startTime: Milliseconds

    /// What `task` becomes after `report`; nil when nothing changes.
    ///
    /// - Parameter now: stands in for a start time that the channel did not give, or that lies
    ///   outside of the task's life (channels send seconds, zeros and other clocks' times).
    package init?(of task: MidjourneyTask, by report: ChannelReport, at now: Milliseconds) {
        guard !task.status.isTerminal else { return nil }
        status = task.status
        progress = task.progress
        promptEn = report.promptEn.isEmpty ? task.promptEn : report.promptEn
        failReason = task.failReason
        startTime = task.startTime

        // MODAL is entered by the answer to a submit only: a channel that says it of a task it had
        // accepted must not park the task where nobody asks for it.
        if let reported = report.status, reported != .modal, task.status.canBecome(reported) {
            status = reported
        }
        switch status {
        case .success:
            progress = .complete
        case .failure, .cancel:
            failReason = report.failReason
        case .notStart, .submitted, .modal, .inProgress:
            // 100 % belongs to SUCCESS alone: clients take it for the end.
            let reported = min(report.progress ?? .none, Progress(clamping: 99))
            progress = max(progress, reported)
        }
        if startTime == 0, status.rank >= TaskStatus.submitted.rank {
            let isPlausible = (task.submitTime...max(now, task.submitTime))
                .contains(report.startTime)
            startTime = isPlausible ? report.startTime : now
        }
        guard
            status != task.status || progress != task.progress || promptEn != task.promptEn
                || startTime != task.startTime
        else { return nil }
    }
}
