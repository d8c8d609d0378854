import Domain
import Logging
import Storage
import Testing
import Upstream

@testable import TaskAPI

extension TestAPI {
    /// Submits without HTTP: `send` is the channel.
    func submission(
        limit: Int = 48,
        hooks: Hooks = Hooks(),
        logger: Logger? = nil,
        now: @escaping () -> ContinuousClock.Instant = { .now },
        send: @escaping Submission.Send
    ) -> Submission {
        Submission(
            store: store,
            bulkhead: ChannelBulkhead(limit: limit),
            hooks: hooks,
            logger: logger ?? services.logger,
            patience: .ofAMinute,
            now: now,
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

    /// The user's, who has one.
    func onlyTask() throws -> MidjourneyTask {
        let tasks = try tasks()
        #expect(tasks.count == 1)
        return try #require(tasks.first)
    }
}

extension Patience {
    static let ofAMinute = Patience(submitTimeout: .seconds(60))
}

extension SubmitAnswer {
    static let accepted = SubmitAnswer(
        code: 1,
        description: "提交成功",
        results: ["1320098173412546"],
        properties: .object(["discordInstanceId": .string("1"), "nonce": .string("2")])
    )
}

/// A clock that a channel moves on while it is asked.
final class SteppedClock {
    var now = ContinuousClock.Instant.now
}
