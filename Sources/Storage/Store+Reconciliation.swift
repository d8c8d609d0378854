package import Domain

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
    /// sent before `time`; oldest first.
    package func unansweredTasks(sentBefore time: Milliseconds)
        async throws(StorageError) -> [UnansweredTask]
    {
        fatalError("stub")
    }

    /// A lost answer was found: the task is `upstreamID` on its channel.
    ///
    /// - Returns: false when it counts no more: the task has ended or has an id, or another
    ///   unfinished task has this one.
    package func adopt(_ mjID: String, upstreamID: String, status: TaskStatus)
        async throws(StorageError) -> Bool
    {
        fatalError("stub")
    }

    /// The channel works on a task whose modal call's answer was lost: SUBMITTED.
    package func adoptModal(_ mjID: String) async throws(StorageError) -> Bool {
        fatalError("stub")
    }
}
