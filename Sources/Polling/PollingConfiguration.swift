package import Domain

/// How the poller works; all of it are settings.
package struct PollingConfiguration: Sendable {
    package var schedule: PollSchedule.Limits
    /// How long after its submit a task that is not finished ends as FAILURE.
    package var taskDeadline: Duration
    /// How long a task that its channel does not list is still waited for.
    package var missingGrace: Duration
    /// How many looks in a row must miss a task, besides the grace.
    package var missingLooks: Int
    /// How long a submit without an answer is waited for.
    package var submitDeadline: Duration
    /// How long a MODAL task waits for its modal call.
    package var modalDeadline: Duration
    /// The step of progress, in percent, that is written into the row.
    package var checkpointStep: Int
    /// Where pictures are kept.
    package var archiveDirectory: String
    /// How long SUCCESS waits for its picture before it is shown without.
    package var pictureWait: Duration
    /// How many pictures are fetched at once.
    package var pictureConcurrency: Int
    /// How long a picture is retried.
    package var pictureDeadline: Duration
    /// Held by the one poller that works; a second stands by. Its content is the time of the last
    /// completed round, in milliseconds, for healthz.
    package var lockFile: String
    /// How often new tasks and channels are looked for, and what waits is tried again.
    package var refreshInterval: Duration
    /// How often the write-ahead log is moved into the database.
    package var logCheckpointInterval: Duration

    package init(
        schedule: PollSchedule.Limits = .init(),
        taskDeadline: Duration = .seconds(3600),
        missingGrace: Duration = .seconds(60),
        missingLooks: Int = 3,
        submitDeadline: Duration = .seconds(120),
        modalDeadline: Duration = .seconds(86_400),
        checkpointStep: Int = 25,
        archiveDirectory: String,
        pictureWait: Duration = .seconds(15),
        pictureConcurrency: Int = 8,
        pictureDeadline: Duration = .seconds(86_400),
        lockFile: String,
        refreshInterval: Duration = .seconds(1),
        logCheckpointInterval: Duration = .seconds(5)
    ) {
        self.schedule = schedule
        self.taskDeadline = taskDeadline
        self.missingGrace = missingGrace
        self.missingLooks = missingLooks
        self.submitDeadline = submitDeadline
        self.modalDeadline = modalDeadline
        self.checkpointStep = checkpointStep
        self.archiveDirectory = archiveDirectory
        self.pictureWait = pictureWait
        self.pictureConcurrency = pictureConcurrency
        self.pictureDeadline = pictureDeadline
        self.lockFile = lockFile
        self.refreshInterval = refreshInterval
        self.logCheckpointInterval = logCheckpointInterval
    }
}
