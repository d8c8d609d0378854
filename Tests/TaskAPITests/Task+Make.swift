import Domain

@testable import TaskAPI

extension MidjourneyTask {
    static func make(
        id: Int64 = 1,
        mjID: String = "1234567890123456",
        userID: UserID = 7,
        channelID: ChannelID? = nil,
        action: TaskAction = .imagine,
        status: TaskStatus = .notStart,
        progress: Int = 0,
        prompt: String = "a cat",
        promptEn: String = "",
        failReason: String = "",
        submitTime: Milliseconds = 1_640_908_800_123,
        startTime: Milliseconds = 0,
        finishTime: Milliseconds = 0,
        quota: Int64 = 0,
        hasPicture: Bool = false,
        videoURL: String = "",
        videoURLs: [String] = []
    ) -> MidjourneyTask {
        MidjourneyTask(
            id: id,
            mjID: mjID,
            userID: userID,
            channelID: channelID,
            action: action,
            status: status,
            progress: Progress(clamping: progress),
            prompt: prompt,
            promptEn: promptEn,
            failReason: failReason,
            submitTime: submitTime,
            startTime: startTime,
            finishTime: finishTime,
            quota: quota,
            hasPicture: hasPicture,
            videoURL: videoURL,
            videoURLs: videoURLs
        )
    }
}
