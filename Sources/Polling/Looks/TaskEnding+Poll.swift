import Domain
import Storage

extension TaskCheckpoint {
    init(_ task: MidjourneyTask) {
        self.init(
            mjID: task.mjID,
            userID: task.userID,
            status: task.status,
            progress: task.progress,
            promptEn: task.promptEn,
            startTime: task.startTime
        )
    }
}

extension TaskEnding {
    /// The end that a channel reported, without its picture.
    ///
    /// The finish time is the channel's where it lies in the task's life: channels send seconds,
    /// zeros and other clocks' times.
    init(
        of task: MidjourneyTask,
        by report: ChannelReport,
        _ transition: TaskTransition,
        at now: Milliseconds
    ) {
        let begin = max(task.submitTime, transition.startTime)
        let isPlausible = (begin...max(begin, now)).contains(report.finishTime)
        self.init(
            state: TaskCheckpoint(
                mjID: task.mjID,
                userID: task.userID,
                status: transition.status,
                progress: transition.progress,
                promptEn: transition.promptEn,
                startTime: transition.startTime
            ),
            failReason: transition.failReason,
            finishTime: isPlausible ? report.finishTime : max(begin, now),
            videoURL: report.videoURL,
            videoURLs: report.videoURLs,
            buttons: report.buttons,
            properties: report.properties
        )
    }

    /// The end that the poller decides on.
    static func failure(of task: MidjourneyTask, reason: String, at now: Milliseconds)
        -> TaskEnding
    {
        var state = TaskCheckpoint(task)
        state.status = .failure
        return TaskEnding(
            state: state,
            isGivenUp: true,
            failReason: reason,
            finishTime: max(task.submitTime, now)
        )
    }

    /// The same where nothing was heard of the task: it ends only if nothing is heard until then.
    static func failure(ofUnheard task: MidjourneyTask, reason: String, at now: Milliseconds)
        -> TaskEnding
    {
        var ending = failure(of: task, reason: reason, at: now)
        ending.onlyIf = Basis(task)
        return ending
    }
}
