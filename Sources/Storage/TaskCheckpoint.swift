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
        mjID: String,
        userID: UserID,
        status: TaskStatus,
        progress: Progress,
        promptEn: String,
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

    /// What an answer of the channel, or a modal call, changes.
    package struct Basis: Sendable, Equatable {
        package var sentAt: Milliseconds
        package var attempt: Int
        package var isModalSent: Bool
        package var upstreamID: String?

        package init(_ task: MidjourneyTask) {
            sentAt = task.sentAt
            attempt = task.attempt
            isModalSent = task.isModalSent
            upstreamID = task.upstreamID
        }
    }

    /// ``TaskCheckpoint/status`` is terminal.
    package var state: TaskCheckpoint
    /// The channel has not said so: should it take up the task yet, it is told to stop.
    package var isGivenUp: Bool
    package var failReason: String
    package var finishTime: Milliseconds
    package var picture: Picture
    package var videoURL: String
    package var videoURLs: [String]
    /// Compact JSON, empty: leave what is there.
    package var buttons: String
    package var properties: String
    /// The task ends only if this is still so; nil: whatever it has come to.
    package var onlyIf: Basis?

    package init(
        state: TaskCheckpoint,
        isGivenUp: Bool = false,
        failReason: String = "",
        finishTime: Milliseconds,
        picture: Picture = .none,
        videoURL: String = "",
        videoURLs: [String] = [],
        buttons: String = "",
        properties: String = "",
        onlyIf: Basis? = nil
    ) {
        self.state = state
        self.isGivenUp = isGivenUp
        self.failReason = failReason
        self.finishTime = finishTime
        self.picture = picture
        self.videoURL = videoURL
        self.videoURLs = videoURLs
        self.buttons = buttons
        self.properties = properties
        self.onlyIf = onlyIf
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
        mjID: String,
        userID: UserID,
        channelID: ChannelID,
        url: String,
        attempts: Int,
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
