import Domain
import Storage

@testable import TaskAPI

extension TestAPI {
    /// Submits without HTTP: `send` is the channel.
    func submission(
        limit: Int = 48,
        hooks: Hooks = Hooks(),
        send: @escaping Submission.Send
    ) -> Submission {
        Submission(
            store: store,
            bulkhead: ChannelBulkhead(limit: limit),
            hooks: hooks,
            logger: services.logger,
            send: send
        )
    }

    func draft() throws -> Submission.Draft {
        Submission.Draft(
            identity: try identity(),
            action: .imagine,
            mode: nil,
            prompt: "a cat",
            details: TaskDetails(state: "mine", description: "/imagine a cat"),
            route: "/mj/submit/imagine",
            body: ["prompt": .string("a cat"), "botType": .string("MID_JOURNEY")]
        )
    }

    /// The user's tasks, oldest first.
    func tasks() throws -> [MidjourneyTask] {
        try store.page(ListQuery(scope: .user(user.id))).tasks.reversed()
    }
}
