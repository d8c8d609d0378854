package import Domain
import GRDB

/// A task whose channel never answered its submit, or its modal call.
package struct UnansweredTask: Sendable, Equatable {
    package var task: MidjourneyTask
    package var details: TaskDetails
    /// What the channel's hook said is its id; empty: no hook came.
    package var hookedID: String

    package init(task: MidjourneyTask, details: TaskDetails, hookedID: String) {
        self.task = task
        self.details = details
        self.hookedID = hookedID
    }
}

extension Store {
    /// The unfinished tasks without their channel's id, or with a modal call under way, that were
    /// sent before `time`, oldest first; after them those that were cancelled without an id, whose
    /// channel is still to be told.
    package func unansweredTasks(sentBefore time: Milliseconds)
        async throws(StorageError) -> [UnansweredTask]
    {
        try await read("read unanswered tasks") { try $0.unansweredTasks(sentBefore: time) }
    }

    /// A lost answer was found: the task is `upstreamID` on `channel`. As the answer would have,
    /// MODAL gives the charge back, and what is drawn without its modal call takes the price.
    ///
    /// - Returns: false when it counts no more: the task has or is ended (its channel can be told)
    ///   or has an id, was sent to another channel since, or another unfinished task has this id.
    package func adopt(
        _ mjID: String,
        on channel: ChannelID,
        upstreamID: String,
        status: TaskStatus
    ) async throws(StorageError) -> Bool {
        precondition(!status.isTerminal, "a task is ended by finish(_:), with refund and callback")
        return try await write("adopt a task") { [clock] transaction in
            let now = clock.now()
            guard let task = try transaction.database.task(mjID),
                task.upstreamID == nil,
                task.channelID == channel,
                try !transaction.database.isTaken(upstreamID, on: channel)
            else { return false }
            guard !task.status.isTerminal else {
                try transaction.keepID(upstreamID, ofEnded: task, at: now)
                return false
            }
            return try transaction.assign(upstreamID, status: status, to: task, at: now)
        }
    }

    /// The channel works on a task whose modal call's answer was lost: SUBMITTED.
    ///
    /// - Returns: false when no call is under way (any more).
    package func adoptModal(_ mjID: String) async throws(StorageError) -> Bool {
        try await write("adopt a modal call") { transaction in
            guard let task = try transaction.unfinishedTask(mjID), task.isModalSent else {
                return false
            }
            try transaction.submitModal(task)
            return true
        }
    }
}

extension Database {
    func unansweredTasks(sentBefore time: Milliseconds) throws -> [UnansweredTask] {
        try [TaskSQL.unanswered, TaskSQL.unansweredCancelled]
            .flatMap { sql in
                try select(sql, time) { row in
                    let (task, details) = try TaskRow.taskWithDetails(row)
                    return UnansweredTask(
                        task: task,
                        details: details,
                        hookedID: row.text(TaskRow.columnAfterDetails)
                    )
                }
            }
    }

    /// Whether an unfinished task has that id on that channel.
    fileprivate func isTaken(_ upstreamID: String, on channel: ChannelID) throws -> Bool {
        try selectOne(TaskSQL.unfinishedUpstream, channel, upstreamID) { _ in true } ?? false
    }
}
