import Domain
import Storage
import TestSupport
import Testing

extension Store {
    /// The task as it is stored.
    func stored(_ task: MidjourneyTask) throws -> MidjourneyTask {
        try #require(try self.task(task.mjID, owner: nil)).task
    }

    /// A task that its channel answered with `status`.
    func makeAcceptedTask(
        of submitter: Submitter,
        upstreamID: String = "u1",
        status: TaskStatus = .submitted,
        details: TaskDetails = TaskDetails()
    ) throws -> MidjourneyTask {
        let task = try makeTask(of: submitter, details: details)
        try recordAcceptance(
            mjID: task.mjID,
            upstreamID: upstreamID,
            code: status == .modal ? 21 : 1,
            description: "",
            status: status
        )
        return try stored(task)
    }

    /// A task in MODAL whose modal call waits for its answer.
    func makeTaskWithModalSent(of submitter: Submitter, prompt: String = "") throws
        -> MidjourneyTask
    {
        let task = try makeAcceptedTask(of: submitter, status: .modal)
        _ = try beginModal(.make(of: task, by: submitter, prompt: prompt))
        return try stored(task)
    }
}

extension ModalCall {
    static func make(
        of task: MidjourneyTask,
        by submitter: Submitter,
        prompt: String = "",
        state: String = "",
        notifyHook: String = ""
    ) -> ModalCall {
        ModalCall(
            mjID: task.mjID,
            userID: submitter.user.id,
            tokenID: submitter.token.id,
            prompt: prompt,
            state: state,
            notifyHook: notifyHook
        )
    }
}
