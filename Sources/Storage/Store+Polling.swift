package import Domain

/// A state to be made durable, terminal or not.
package struct TaskCheckpoint: Sendable, Equatable {
    package var mjID: String
    package var userID: UserID
    package var status: TaskStatus
    package var progress: Progress
    package var promptEn: String
    package var startTime: Milliseconds

    package init(
        mjID: String, userID: UserID, status: TaskStatus, progress: Progress, promptEn: String,
        startTime: Milliseconds
    ) {
        self.mjID = mjID
        self.userID = userID
        self.status = status
        self.progress = progress
        self.promptEn = promptEn
        self.startTime = startTime
    }
}

/// The end of a task: with its refund (unless SUCCESS) and callback it is one transaction.
package struct TaskEnding: Sendable, Equatable {
    /// What is known of the picture at the end.
    package enum Picture: Sendable, Equatable {
        case none
        /// Already in the archive.
        case archived(ArchivedPicture)
        /// Still to be fetched from this address.
        case pending(url: String)
    }

    /// ``TaskCheckpoint/status`` is terminal.
    package var state: TaskCheckpoint
    package var failReason: String
    package var finishTime: Milliseconds
    package var picture: Picture
    package var videoURL: String
    package var videoURLs: [String]
    /// Compact JSON, empty: leave what is there.
    package var buttons: String
    package var properties: String
    package var description: String

    package init(
        state: TaskCheckpoint, failReason: String = "", finishTime: Milliseconds,
        picture: Picture = .none, videoURL: String = "", videoURLs: [String] = [],
        buttons: String = "", properties: String = "", description: String = ""
    ) {
        self.state = state
        self.failReason = failReason
        self.finishTime = finishTime
        self.picture = picture
        self.videoURL = videoURL
        self.videoURLs = videoURLs
        self.buttons = buttons
        self.properties = properties
        self.description = description
    }
}

/// A picture that a finished task still waits for.
package struct PendingPicture: Sendable, Equatable {
    package var mjID: String
    package var userID: UserID
    package var channelID: ChannelID
    package var url: String
    package var attempts: Int
    package var finishTime: Milliseconds

    package init(
        mjID: String, userID: UserID, channelID: ChannelID, url: String, attempts: Int,
        finishTime: Milliseconds
    ) {
        self.mjID = mjID
        self.userID = userID
        self.channelID = channelID
        self.url = url
        self.attempts = attempts
        self.finishTime = finishTime
    }
}

extension Store {
    /// One more than ever before, durable: the poller's epoch.
    package func beginEpoch() async throws(StorageError) -> Int64 { fatalError("stub") }

    /// All unfinished tasks (partial index; finished rows are never looked at): MODAL ones and
    /// those whose channel has not answered yet included.
    package func unfinishedTasks() async throws(StorageError) -> [MidjourneyTask] {
        fatalError("stub")
    }

    /// Makes states durable in one transaction; leaves alone what is finished or further on.
    package func checkpoint(_ states: [TaskCheckpoint]) async throws(StorageError) {
        fatalError("stub")
    }

    /// Ends tasks, with refund and callback, in one transaction.
    ///
    /// - Returns: the ids that this call ended; the others were finished before and are untouched.
    package func finish(_ endings: [TaskEnding]) async throws(StorageError) -> Set<String> {
        fatalError("stub")
    }

    /// Up to `limit` pictures that are due by `now`, oldest first.
    package func pendingPictures(limit: Int, now: Milliseconds)
        async throws(StorageError) -> [PendingPicture]
    {
        fatalError("stub")
    }

    /// The picture is in the archive: its link works from now on.
    package func recordPicture(_ picture: ArchivedPicture, of mjID: String)
        async throws(StorageError)
    {
        fatalError("stub")
    }

    /// The fetch failed: try again at `retryAt`, or never (nil: the task ends up without picture).
    package func recordPictureFailure(of mjID: String, retryAt: Milliseconds?)
        async throws(StorageError)
    {
        fatalError("stub")
    }

    /// Moves the write-ahead log into the database, as far as readers let it.
    package func checkpointLog() async throws(StorageError) { fatalError("stub") }
}
