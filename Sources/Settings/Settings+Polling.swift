import Domain
import Polling

extension Settings {
    /// How the poller follows tasks and fetches pictures.
    static let pollingSettings: [Setting] = [
        Setting(
            "MJTASK_REFRESH_INTERVAL",
            \.polling.refreshInterval,
            .time(.milliseconds(100) ... .seconds(60)),
            "How often the poller looks for new tasks and channels."
        ),
        Setting(
            "MJTASK_POLL_SHORTEST",
            \.polling.schedule.shortest,
            .time(.milliseconds(100) ... .seconds(600)),
            "The shortest pause between two looks at a channel."
        ),
        Setting(
            "MJTASK_POLL_LONGEST",
            \.polling.schedule.longest,
            .time(.milliseconds(100) ... .seconds(600)),
            "The longest pause between two looks at a channel whose tasks do not change."
        ),
        Setting(
            "MJTASK_POLL_BACKOFF",
            \.polling.schedule.longestBackoff,
            .time(.milliseconds(100) ... .seconds(3600)),
            "The longest pause between two tries of a channel that fails."
        ),
        Setting(
            "MJTASK_TASK_DEADLINE",
            \.polling.taskDeadline,
            .time(.seconds(10) ... .seconds(7 * 86_400)),
            "How long after it was sent an unfinished task ends as FAILURE, with a refund."
        ),
        Setting(
            "MJTASK_MISSING_GRACE",
            \.polling.missingGrace,
            .time(.seconds(1) ... .seconds(86_400)),
            "How long a task that its channel no longer lists is still waited for."
        ),
        Setting(
            "MJTASK_MISSING_LOOKS",
            \.polling.missingLooks,
            .integer(1...1_000),
            "How many looks in a row must miss such a task, besides the grace."
        ),
        Setting(
            "MJTASK_SUBMIT_DEADLINE",
            \.polling.submitDeadline,
            .time(.seconds(5) ... .seconds(86_400)),
            "How long a submit without an answer is waited for; "
                + "at least 10s more than MJTASK_CHANNEL_SUBMIT_TIMEOUT."
        ),
        Setting(
            "MJTASK_MODAL_DEADLINE",
            \.polling.modalDeadline,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long a task in state MODAL waits for its modal call."
        ),
        Setting(
            "MJTASK_CHECKPOINT_STEP",
            \.polling.checkpointStep,
            .integer(1...100),
            "The step of progress, in percent, that is written into the database."
        ),
        Setting(
            "MJTASK_LOG_CHECKPOINT_INTERVAL",
            \.polling.logCheckpointInterval,
            .time(.milliseconds(100) ... .seconds(600)),
            "How often the poller moves the write-ahead log into the database."
        ),

        Setting(
            "MJTASK_PICTURE_WAIT",
            \.polling.pictureWait,
            .time(.seconds(0) ... .seconds(600)),
            "How long SUCCESS waits for its picture before it is shown without."
        ),
        Setting(
            "MJTASK_PICTURE_CONCURRENCY",
            \.polling.pictureConcurrency,
            .integer(1...256),
            "How many pictures are fetched at once."
        ),
        Setting(
            "MJTASK_PICTURE_DEADLINE",
            \.polling.pictureDeadline,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long the fetch of a picture is tried again."
        ),
    ]
}
