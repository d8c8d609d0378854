package import Domain
package import Storage

/// A finished task that another one goes on with, on its channel.
package struct ParentTask {
    package let task: MidjourneyTask
    package let details: TaskDetails
    package let buttons: Buttons
    package let channelID: ChannelID
    package let upstreamID: String

    /// Code 4 unless it is a task of `identity` that succeeded.
    package init(_ mjID: String, of identity: Identity, in store: Store) throws {
        guard TaskID.isPlausible(mjID),
            let (task, details) = try store.task(mjID, owner: identity.userID)
        else { throw Problem.parentUnknown }
        guard task.status == .success else { throw Problem.wrongTaskState }
        guard let channelID = task.channelID, let upstreamID = task.upstreamID,
            !upstreamID.isEmpty
        else { throw Problem.parentUnknown }
        self.task = task
        self.details = details
        buttons = Buttons(json: details.buttons)
        self.channelID = channelID
        self.upstreamID = upstreamID
    }
}

extension Problem {
    /// The task that a follow-up names is not there for its caller, or on no channel.
    static let parentUnknown = Problem.contract(code: 4, .contract("关联任务不存在或已失效"))
}

extension Submission.Draft {
    /// Makes it a follow-up: it goes to the parent's channel, with the id that the parent has there.
    package mutating func follow(_ parent: ParentTask) {
        target = .pinned(parent.channelID)
        details.parent = parent.task.mjID
        body["taskId"] = .string(parent.upstreamID)
    }
}
