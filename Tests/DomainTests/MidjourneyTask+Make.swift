import Domain

extension MidjourneyTask {
    /// A task of user 7, so that a test states only what it is about.
    static func make(
        mjID: String = "1700000000000001",
        status: TaskStatus = .inProgress,
        percent: Int = 0,
        promptEn: String = "",
        submitTime: Milliseconds = 1000,
        startTime: Milliseconds = 0
    ) -> MidjourneyTask {
        MidjourneyTask(
            id: 1,
            mjID: mjID,
            userID: 7,
            channelID: 1,
            upstreamID: "up-1",
            action: .imagine,
            status: status,
            progress: Progress(clamping: percent),
            prompt: "a cat",
            promptEn: promptEn,
            submitTime: submitTime,
            startTime: startTime
        )
    }
}

extension HotTask {
    static func make(
        mjID: String = "1700000000000001",
        status: TaskStatus = .inProgress,
        percent: Int = 0,
        promptEn: String = "",
        startTime: Milliseconds = 0
    ) -> HotTask {
        HotTask(
            mjID: mjID,
            userID: 7,
            version: Version(epoch: 1, sequence: 1),
            status: status,
            percent: percent,
            promptEn: promptEn,
            startTime: startTime
        )
    }
}
