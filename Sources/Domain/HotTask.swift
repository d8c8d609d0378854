/// What is known of a task in progress that is newer than its row.
///
/// Written by the poller only, and only over a document with a lower ``version``. Never terminal:
/// terminal states are shown from the row.
package struct HotTask: Sendable, Equatable {
    /// Orders all documents of a task: the poller's epoch (one more at each start), then a
    /// number that grows with each write.
    package struct Version: Sendable, Hashable, Comparable {
        package var epoch: Int64
        package var sequence: Int64

        package init(epoch: Int64, sequence: Int64) {
            self.epoch = epoch
            self.sequence = sequence
        }

        package static func < (left: Version, right: Version) -> Bool {
            (left.epoch, left.sequence) < (right.epoch, right.sequence)
        }
    }

    package var mjID: String
    package var userID: UserID
    package var version: Version
    package var status: TaskStatus
    /// Whole percent, 0 to 100.
    package var percent: Int
    package var promptEn: String
    package var startTime: Milliseconds

    package init(
        mjID: String,
        userID: UserID,
        version: Version,
        status: TaskStatus,
        percent: Int,
        promptEn: String,
        startTime: Milliseconds
    ) {
        self.mjID = mjID
        self.userID = userID
        self.version = version
        self.status = status
        self.percent = percent
        self.promptEn = promptEn
        self.startTime = startTime
    }
}

extension MidjourneyTask {
    /// The task with what `hot` knows beyond the row.
    ///
    /// A finished row always beats a hot document, and a row that is ahead of its hot document
    /// wins: neither state nor progress is ever taken back.
    package func overlaid(with hot: HotTask?) -> MidjourneyTask {
        guard let hot, hot.mjID == mjID, !status.isTerminal, !hot.status.isTerminal else {
            return self
        }
        var task = self
        if status.canBecome(hot.status) { task.status = hot.status }
        task.progress = max(progress, Progress(clamping: hot.percent))
        if task.promptEn.isEmpty || hot.status.rank >= status.rank, !hot.promptEn.isEmpty {
            task.promptEn = hot.promptEn
        }
        if task.startTime == 0 { task.startTime = hot.startTime }
        return task
    }
}
