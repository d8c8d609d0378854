package import Domain

/// How the poller works; all of it but the ``Paces`` are settings.
package struct PollingConfiguration: Sendable {
    package var schedule: PollSchedule.Limits
    /// How long after it was sent a task that is not finished ends as FAILURE.
    package var taskDeadline: Duration
    /// How long a task that its channel does not list is still waited for.
    package var missingGrace: Duration
    /// How many looks in a row must miss a task, besides the grace.
    package var missingLooks: Int
    /// How long a submit or a modal call without an answer is waited for.
    package var submitDeadline: Duration
    /// How long a relay may still be waiting for the answer to a submit; below the deadline.
    package var submitPatience: Duration
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
    /// Absolute, without a trailing slash; picture links in callbacks begin with it.
    package var publicURL: String
    /// How many deliveries to one receiver are under way at a time.
    package var callbackConcurrency: Int
    /// How long a callback is tried again.
    package var callbackDeadline: Duration
    /// How long callbacks that were given up are kept.
    package var failedCallbackLifetime: Duration
    package var paces: Paces
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
        submitPatience: Duration = .seconds(65),
        modalDeadline: Duration = .seconds(86_400),
        checkpointStep: Int = 25,
        archiveDirectory: String,
        pictureWait: Duration = .seconds(15),
        pictureConcurrency: Int = 8,
        pictureDeadline: Duration = .seconds(86_400),
        publicURL: String = "http://localhost",
        callbackConcurrency: Int = 4,
        callbackDeadline: Duration = .seconds(86_400),
        failedCallbackLifetime: Duration = .seconds(30 * 86_400),
        paces: Paces = Paces(),
        lockFile: String,
        refreshInterval: Duration = .seconds(1),
        logCheckpointInterval: Duration = .seconds(1)
    ) {
        self.schedule = schedule
        self.taskDeadline = taskDeadline
        self.missingGrace = missingGrace
        self.missingLooks = missingLooks
        self.submitDeadline = submitDeadline
        self.submitPatience = submitPatience
        self.modalDeadline = modalDeadline
        self.checkpointStep = checkpointStep
        self.archiveDirectory = archiveDirectory
        self.pictureWait = pictureWait
        self.pictureConcurrency = pictureConcurrency
        self.pictureDeadline = pictureDeadline
        self.publicURL = publicURL
        self.callbackConcurrency = callbackConcurrency
        self.callbackDeadline = callbackDeadline
        self.failedCallbackLifetime = failedCallbackLifetime
        self.paces = paces
        self.lockFile = lockFile
        self.refreshInterval = refreshInterval
        self.logCheckpointInterval = logCheckpointInterval
    }
}
