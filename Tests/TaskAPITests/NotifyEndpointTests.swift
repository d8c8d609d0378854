import Domain
import HotState
import Storage
import TestSupport
import Testing

@testable import TaskAPI

struct NotifyEndpointTests {
    private static let secret = String(repeating: "0123456789abcdef", count: 2)
    private static let thanks = #"{"code":1,"description":"成功","result":null,"properties":{}}"#

    private func addTask(_ api: TestAPI, secret: String = Self.secret) throws -> MidjourneyTask {
        try api.addTask(details: TaskDetails(hookSecret: secret))
    }

    private func notify(_ id: String, _ api: TestAPI, body: String = "") throws -> TestAnswer {
        try api.send("POST", "/mj/notify/\(id)", body: body, to: api.relay)
    }

    private func hints(_ api: TestAPI) -> [Hint]? {
        api.list.context.hotState.takeHints(wait: .milliseconds(1))
    }

    private func hookedID(of task: MidjourneyTask, _ api: TestAPI) async throws -> String? {
        try await api.store.unansweredTasks(sentBefore: .max)
            .first { $0.task.mjID == task.mjID }?.hookedID
    }

    @Test func rightSecret_leavesAHint_andTheID() async throws {
        try await TestAPI.run { api in
            let task = try addTask(api)

            let answer = try notify(
                "\(task.mjID)-\(Self.secret)",
                api,
                body: #"{"id":14001929738841620,"status":"SUCCESS"}"#
            )

            #expect(answer.status == 200)
            #expect(answer.text == Self.thanks)
            #expect(hints(api) == [Hint(channelID: api.channel.id, mjID: task.mjID)])
            #expect(try await hookedID(of: task, api) == "14001929738841620")
            let shown = try api.get("/mj/task/\(task.mjID)/fetch").json
            #expect(shown["status"]?.string == "NOT_START")
        }
    }

    @Test func aCancelledTaskWithoutAnID_isStillWaitedFor() async throws {
        try await TestAPI.run { api in
            let task = try addTask(api)
            _ = try api.store.cancel(task.mjID, owner: task.userID)

            _ = try notify("\(task.mjID)-\(Self.secret)", api, body: #"{"id":"7"}"#)

            #expect(hints(api) == [Hint(channelID: api.channel.id, mjID: task.mjID)])
            #expect(try await hookedID(of: task, api) == "7")
        }
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"id":null}"#, #"{"id":""}"#, #"{"id":" "}"#, #"{"id":{"a":1}}"#,
        #"{"id":"\#(String(repeating: "1", count: 129))"}"#,
        String(repeating: " ", count: 2 << 20),
    ])
    func bodyThatSaysNothing_isAHintAllTheSame(_ body: String) async throws {
        try await TestAPI.run { api in
            let task = try addTask(api)

            let answer = try notify("\(task.mjID)-\(Self.secret)", api, body: body)

            #expect(answer.text == Self.thanks)
            #expect(hints(api)?.count == 1)
            #expect(try await hookedID(of: task, api) == "")
        }
    }

    @Test func taskWithAnID_keepsIt() throws {
        try TestAPI.run { api in
            let task = try addTask(api)
            _ = try api.store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "5",
                code: 1,
                description: "",
                status: .submitted
            )

            _ = try notify("\(task.mjID)-\(Self.secret)", api, body: #"{"id":"6"}"#)

            #expect(try api.store.task(task.mjID, owner: nil)?.task.upstreamID == "5")
            #expect(hints(api)?.count == 1)
        }
    }

    @Test func endedTask_needsNoHint() async throws {
        try await TestAPI.run { api in
            let task = try addTask(api)
            try await api.finish(task)

            #expect(try notify("\(task.mjID)-\(Self.secret)", api).text == Self.thanks)
            #expect(hints(api) == [])
        }
    }

    /// B23: any token could make up any task's state.
    @Test func b23_aHookWithoutItsSecret_isAsUnknownAsAnyPath_andChangesNothing() async throws {
        try await TestAPI.run { api in
            let task = try addTask(api)
            let silent = try addTask(api, secret: "")
            let wrong = String(repeating: "0", count: 32)

            for id in [
                "\(task.mjID)-\(wrong)", "\(task.mjID)-", task.mjID, "17-\(Self.secret)", "-", "x",
                "\(task.mjID)-\(Self.secret)0", "\(task.mjID)-\(Self.secret.uppercased())",
                "\(task.mjID)-\(Self.secret.dropLast())", "\(silent.mjID)-",
                "\(silent.mjID)-\(wrong)",
                "-\(Self.secret)", "'-\(Self.secret)",
            ] {
                let answer = try notify(id, api, body: #"{"id":"6"}"#)

                #expect(answer.status == 404, "\(id)")
                #expect(answer.json["code"]?.integer == 4)
            }
            #expect(hints(api) == [])
            #expect(try await hookedID(of: task, api) == "")
        }
    }

    @Test func redisThatIsAway_changesNothingForTheChannel() async throws {
        try await TestAPI.run { api in
            let task = try addTask(api)
            api.redis.kill()

            let answer = try notify("\(task.mjID)-\(Self.secret)", api, body: #"{"id":"6"}"#)

            #expect(answer.text == Self.thanks)
            #expect(try await hookedID(of: task, api) == "6")
        }
    }
}
