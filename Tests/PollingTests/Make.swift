import Domain

@testable import Polling

extension MidjourneyTask {
    /// A task of user 7 on channel 1, accepted at second 1.
    static func make(
        mjID: String = "1700000000000001",
        channelID: ChannelID? = 1,
        upstreamID: String? = "up-1",
        status: TaskStatus = .submitted,
        percent: Int = 0,
        submitTime: Milliseconds = 1000
    ) -> MidjourneyTask {
        MidjourneyTask(
            id: 1,
            mjID: mjID,
            userID: 7,
            channelID: channelID,
            upstreamID: upstreamID,
            action: .imagine,
            status: status,
            progress: Progress(clamping: percent),
            prompt: "a cat",
            submitTime: submitTime,
            startTime: 1100
        )
    }
}

extension ChannelReport {
    static func make(
        _ status: TaskStatus? = .inProgress,
        percent: Int? = nil,
        upstreamID: String = "up-1",
        state: String? = nil,
        hook: String = "",
        action: String = "",
        prompt: String = "",
        submitTime: Milliseconds = 0,
        failReason: String = "",
        finishTime: Milliseconds = 0,
        imageURL: String = ""
    ) -> ChannelReport {
        ChannelReport(
            upstreamID: upstreamID,
            state: state,
            status: status,
            progress: percent.map(Progress.init(clamping:)),
            action: action,
            prompt: prompt,
            submitTime: submitTime,
            notifyHook: hook,
            failReason: failReason,
            finishTime: finishTime,
            imageURL: imageURL
        )
    }
}

extension LookRules {
    /// Deadline 100 s; missing after 3 looks over 10 s.
    static let test = LookRules(
        PollingConfiguration(
            taskDeadline: .seconds(100),
            missingGrace: .seconds(10),
            missingLooks: 3,
            archiveDirectory: "",
            lockFile: ""
        )
    )
}
