import Domain
import FastCGI
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// Tasks of users on a channel whose answers a test chooses.
final class FollowUpWorld {
    struct Sent {
        var body: JSONValue
        var route: String
        var channel: ChannelID
    }

    let api: TestAPI
    /// What the channel says to everything, and what happens while it does.
    var answer: () throws(ChannelError) -> SubmitAnswer = { () throws(ChannelError) in
        .make(1, "提交成功", ["9000000000000001"])
    }
    private(set) var sent: [Sent] = []
    private let bulkhead = ChannelBulkhead(limit: 2)

    static func run(
        quota: Int64 = 1_000_000_000,
        configure: (inout TaskAPIConfiguration) -> Void = { _ in },
        _ body: (FollowUpWorld) async throws -> Void
    ) async throws {
        try await TestAPI.run(configure: configure, quota: quota) { api in
            let world = FollowUpWorld(api)
            try await body(world)
            #expect(try api.store.verifyLedger() == [])
        }
    }

    private init(_ api: TestAPI) {
        self.api = api
    }

    var store: Store { api.store }

    // MARK: Tasks

    /// A task that its channel has, under the id `upstreamID`.
    func task(
        of secret: String = "sk-user",
        action: TaskAction = .imagine,
        status: TaskStatus = .submitted,
        mode: SpeedMode? = nil,
        prompt: String = "一只猫",
        promptEn: String = "a cat",
        upstreamID: String = "14001929738841620",
        on channel: ChannelID? = nil
    ) throws -> MidjourneyTask {
        let identity = try api.identity(secret)
        let outcome = try store.accept([
            NewTask(
                userID: identity.userID,
                tokenID: identity.tokenID,
                channelID: channel ?? api.channel.id,
                action: action,
                mode: mode,
                prompt: prompt,
                promptEn: promptEn,
                details: TaskDetails(
                    state: "first",
                    notifyHook: "https://example.com/first",
                    hookSecret: "0123456789abcdef0123456789abcdef"
                )
            )
        ])
        guard case .accepted(let tasks) = outcome else { throw TestAPI.Missing() }
        try store.recordAcceptance(
            mjID: tasks[0].mjID,
            upstreamID: upstreamID,
            code: status == .modal ? 21 : 1,
            description: "",
            status: status
        )
        return try read(tasks[0].mjID).task
    }

    /// A task that succeeded, with these buttons.
    func parent(
        of secret: String = "sk-user",
        action: TaskAction = .imagine,
        customIDs: [String] = [],
        prompt: String = "一只猫",
        upstreamID: String = "14001929738841620",
        on channel: ChannelID? = nil
    ) async throws -> MidjourneyTask {
        let task = try task(
            of: secret,
            action: action,
            prompt: prompt,
            upstreamID: upstreamID,
            on: channel
        )
        let buttons = customIDs.map { customID in
            JSONValue.object([
                "customId": .string(customID), "label": .string(""), "emoji": .string("🔄"),
            ])
        }
        try await finish(
            task,
            buttons: String(decoding: JSONValue.array(buttons).bytes(), as: UTF8.self)
        )
        return try read(task.mjID).task
    }

    /// Ends a task as the poller does.
    func finish(
        _ task: MidjourneyTask,
        _ status: TaskStatus = .success,
        buttons: String = ""
    ) async throws {
        let ending = TaskEnding(
            state: TaskCheckpoint(
                mjID: task.mjID,
                userID: task.userID,
                status: status,
                progress: status == .success ? .complete : .none,
                promptEn: "",
                startTime: 0
            ),
            finishTime: task.submitTime + 1000,
            buttons: buttons
        )
        _ = try await store.finish([ending])
    }

    func read(_ mjID: String) throws -> (task: MidjourneyTask, details: TaskDetails) {
        try #require(try store.task(mjID, owner: nil))
    }

    /// The tasks of the first user, newest first.
    func tasks() throws -> [MidjourneyTask] {
        try store.page(ListQuery(scope: .user(api.user.id))).tasks
    }

    func quota(_ name: String = "user") throws -> Int64 {
        try store.user(named: name).quota
    }

    // MARK: Requests

    func post<Kind: FollowUpRequest>(
        _ kind: Kind.Type,
        _ body: String,
        as secret: String = "sk-user",
        path: String = "/mj/submit/any"
    ) throws -> Reply {
        try Reply { try answer(kind, Array(body.utf8), secret, path) }
    }

    private func answer<Kind: FollowUpRequest>(
        _ kind: Kind.Type,
        _ body: [UInt8],
        _ secret: String,
        _ path: String
    ) throws -> Answer {
        let submission = Submission(
            store: store,
            bulkhead: bulkhead,
            hooks: Hooks(api.services.configuration),
            logger: api.services.logger,
            patience: .ofAMinute
        ) { [self] body, route, channel throws(ChannelError) in
            sent.append(Sent(body: body, route: route, channel: channel.id))
            return try answer()
        }
        let endpoint = FollowUpEndpoint<Kind>(
            intake: SubmitIntake(
                context: Context(api.services),
                bodies: api.services.bodies,
                bannedWords: api.services.bannedWords
            ),
            submission: submission
        )
        let request = FastCGIRequest(
            parameters: [
                "REQUEST_METHOD": "POST", "DOCUMENT_URI": path,
                "HTTP_AUTHORIZATION": "Bearer " + secret, "CONTENT_LENGTH": "\(body.count)",
            ],
            body: body
        )
        return try endpoint.answer(Request(request), id: nil)
    }

    /// What a client gets.
    struct Reply {
        let status: Int
        let json: JSONValue

        init(_ answer: () throws -> Answer) throws {
            var found: Answer
            do {
                found = try answer()
            } catch {
                let problem = try #require(Problem(error), "\(error)")
                found = Answer(problem, dialect: .mj, language: .english)
            }
            status = found.status
            json = try JSONValue.parse(found.body)
        }

        var code: Int64? { json["code"]?.integer }
        var description: String? { json["description"]?.string }
        var result: String? { json["result"]?.string }
    }
}

extension SubmitAnswer {
    static func make(
        _ code: Int,
        _ description: String = "",
        _ results: [String] = [],
        _ properties: [String: JSONValue] = [:]
    ) -> SubmitAnswer {
        SubmitAnswer(
            code: code,
            description: description,
            results: results,
            properties: .object(properties)
        )
    }
}
