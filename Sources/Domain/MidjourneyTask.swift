/// A task as it is stored: what lists show of it, and what its life needs.
///
/// The large parts that only single reads show are in ``TaskDetails``.
package struct MidjourneyTask: Sendable, Equatable {
    /// The database row. May have gaps; shown as `id` in the lists.
    package var id: Int64
    /// Our id: 16 decimal digits below 2^53 that grow with time (imported tasks keep theirs).
    package var mjID: String
    package var userID: UserID
    package var tokenID: TokenID?
    package var channelID: ChannelID?
    /// The channel's own id. Never shown, and not unique: channels repeat ids.
    package var upstreamID: String?

    package var action: TaskAction
    package var mode: SpeedMode?
    package var status: TaskStatus
    package var progress: Progress
    package var prompt: String
    package var promptEn: String
    package var failReason: String

    package var submitTime: Milliseconds
    package var startTime: Milliseconds
    package var finishTime: Milliseconds
    /// When the work was last sent to its channel, by the submit or by a modal call: deadlines
    /// count from here.
    package var sentAt: Milliseconds

    /// What the task cost, in quota units; 0 after a refund.
    package var quota: Int64
    /// Whether clients are given an `image_url` of ours.
    package var hasPicture: Bool
    package var videoURL: String
    package var videoURLs: [String]
    /// Which of its charges counts: 1 for the submit, one more for each modal call.
    package var attempt: Int
    /// A modal call was sent, and its answer is not known yet. The state stays MODAL until it is.
    package var isModalSent: Bool
    /// Whether somebody wants to be called back.
    package var hasHook: Bool

    package init(
        id: Int64,
        mjID: String,
        userID: UserID,
        tokenID: TokenID? = nil,
        channelID: ChannelID? = nil,
        upstreamID: String? = nil,
        action: TaskAction,
        mode: SpeedMode? = nil,
        status: TaskStatus = .notStart,
        progress: Progress = .none,
        prompt: String,
        promptEn: String = "",
        failReason: String = "",
        submitTime: Milliseconds,
        startTime: Milliseconds = 0,
        finishTime: Milliseconds = 0,
        sentAt: Milliseconds? = nil,
        quota: Int64 = 0,
        hasPicture: Bool = false,
        videoURL: String = "",
        videoURLs: [String] = [],
        attempt: Int = 1,
        isModalSent: Bool = false,
        hasHook: Bool = false
    ) {
        self.id = id
        self.mjID = mjID
        self.userID = userID
        self.tokenID = tokenID
        self.channelID = channelID
        self.upstreamID = upstreamID
        self.action = action
        self.mode = mode
        self.status = status
        self.progress = progress
        self.prompt = prompt
        self.promptEn = promptEn
        self.failReason = failReason
        self.submitTime = submitTime
        self.startTime = startTime
        self.finishTime = finishTime
        self.sentAt = sentAt ?? submitTime
        self.quota = quota
        self.hasPicture = hasPicture
        self.videoURL = videoURL
        self.videoURLs = videoURLs
        self.attempt = attempt
        self.isModalSent = isModalSent
        self.hasHook = hasHook
    }
}
