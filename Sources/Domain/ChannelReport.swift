/// What a channel says of one of its tasks, after its dialect has been understood.
///
/// Everything is what the channel claims: it repeats, regresses and contradicts itself.
/// ``TaskTransition`` decides what of it counts.
package struct ChannelReport: Sendable, Equatable {
    /// The channel's id of the task.
    package var upstreamID: String
    /// Our `mj_id`, where the channel echoes `state`.
    package var state: String?
    /// Nil when the channel sent a state that nobody knows.
    package var status: TaskStatus?
    /// Nil when the channel sent no number.
    package var progress: Progress?
    /// What the channel says was asked for; only to recognise a task whose answer was lost.
    package var action: String
    package var prompt: String
    package var submitTime: Milliseconds
    /// Where the channel says it reports to: ours names the task by its secret. Never shown.
    package var notifyHook: String
    package var promptEn: String
    package var failReason: String
    package var startTime: Milliseconds
    package var finishTime: Milliseconds
    /// Preview while drawing, the picture at the end. Empty: none.
    package var imageURL: String
    package var videoURL: String
    package var videoURLs: [String]
    /// Compact JSON text of an array of buttons whose `customId`s are strings; empty: nothing
    /// was said of any.
    package var buttons: String
    /// Compact JSON text of an object, without secrets and addresses; empty: none.
    package var properties: String

    package init(
        upstreamID: String,
        state: String? = nil,
        status: TaskStatus?,
        progress: Progress? = nil,
        action: String = "",
        prompt: String = "",
        submitTime: Milliseconds = 0,
        notifyHook: String = "",
        promptEn: String = "",
        failReason: String = "",
        startTime: Milliseconds = 0,
        finishTime: Milliseconds = 0,
        imageURL: String = "",
        videoURL: String = "",
        videoURLs: [String] = [],
        buttons: String = "",
        properties: String = ""
    ) {
        self.upstreamID = upstreamID
        self.state = state
        self.status = status
        self.progress = progress
        self.action = action
        self.prompt = prompt
        self.submitTime = submitTime
        self.notifyHook = notifyHook
        self.promptEn = promptEn
        self.failReason = failReason
        self.startTime = startTime
        self.finishTime = finishTime
        self.imageURL = imageURL
        self.videoURL = videoURL
        self.videoURLs = videoURLs
        self.buttons = buttons
        self.properties = properties
    }
}
