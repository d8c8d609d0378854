package import Domain
package import Storage

/// A finished task that another one goes on with, on its channel.
package struct ParentTask {
    package let task: MidjourneyTask
    package let details: TaskDetails
    package let channelID: ChannelID
    package let upstreamID: String

    /// Code 4 unless it is a task of `identity` that succeeded.
    package init(_ mjID: String, of identity: Identity, in store: Store) throws {
        guard let (task, details) = try store.task(mjID, owner: identity.userID),
            let channelID = task.channelID, let upstreamID = task.upstreamID, !upstreamID.isEmpty
        else { throw Problem.contract(code: 4, .contract("关联任务不存在或已失效")) }
        guard task.status == .success else {
            throw Problem.contract(code: 4, .contract("关联任务状态错误"))
        }
        self.task = task
        self.details = details
        self.channelID = channelID
        self.upstreamID = upstreamID
    }
}

extension Submission.Draft {
    /// Makes it a follow-up: it goes to the parent's channel, with the id that the parent has there.
    package mutating func follow(_ parent: ParentTask) {
        target = .pinned(parent.channelID)
        details.parent = parent.task.mjID
        body["taskId"] = .string(parent.upstreamID)
    }
}
