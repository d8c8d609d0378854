import Domain
import Testing

@testable import DemoUpstream

@Suite struct ProfileTests {
    private func route(
        _ method: String,
        _ path: String,
        _ profile: Profile
    ) -> MidjourneyRoute? {
        MidjourneyRoute(
            method: method,
            segments: path.split(separator: "/").map(String.init),
            profile
        )
    }

    @Test(arguments: [
        ("POST", "/mj/submit/action", [Profile.plus, .csharp]),
        ("POST", "/mj/submit/modal", [.plus, .csharp]),
        ("POST", "/mj/submit/shorten", [.plus, .csharp]),
        ("POST", "/mj/insight-face/swap", [.plus, .csharp]),
        ("POST", "/mj/submit/change", [.plus, .java]),
        ("POST", "/mj/submit/simple-change", [.plus, .java]),
        ("POST", "/mj/submit/imagine", [.plus, .java, .csharp]),
        ("POST", "/mj/submit/nothing", []), ("GET", "/mj/submit/imagine", []),
        ("GET", "/mj/task/1/fetch", [.plus, .java, .csharp]),
        ("GET", "/mj/task/1/image-seed", [.plus, .csharp]),
        ("POST", "/mj/task/1/cancel", [.plus, .csharp]),
        ("GET", "/mj/task/queue", [.plus, .java]), ("GET", "/mj/task/list", Profile.allCases),
        ("POST", "/mj/task/list-by-ids", [.plus, .csharp]),
        ("POST", "/mj-fast/mj/submit/imagine", [.csharp]),
        ("GET", "/mj-turbo/mj/task/1/fetch", [.csharp]), ("GET", "/mj-fast/mj/account/list", []),
        ("POST", "/mj-slow/mj/submit/imagine", []), ("GET", "/mj/account/list", Profile.allCases),
        ("GET", "/mj/account/7/fetch", Profile.allCases), ("GET", "/mj", Profile.allCases),
        ("GET", "/elsewhere", []),
    ]) func routes_areThoseOfTheProfile(method: String, path: String, offered: [Profile]) {
        for profile in Profile.allCases {
            #expect((route(method, path, profile) != nil) == offered.contains(profile))
        }
    }

    @Test func thePath_choosesTheMode() {
        #expect(
            route("POST", "/mj-relax/mj/submit/imagine", .csharp)
                == .submit(.imagine, mode: .relax)
        )
        #expect(route("POST", "/mj/submit/imagine", .csharp) == .submit(.imagine, mode: nil))
    }

    @Test func aFullQueue_hasThreeDialects() throws {
        func full(_ profile: Profile) -> JSONValue {
            var simulation = Simulation.make(coreSize: 1, queueSize: 0, profile)
            _ = simulation.imagine("cat")
            return simulation.imagine("cat").json(profile)
        }
        #expect(full(.plus)["code"] == .integer(23))
        #expect(full(.plus)["result"] == .string("1689231405853401"))
        #expect(full(.java)["code"] == .integer(23))
        #expect(full(.java)["result"] == .null)
        #expect(full(.csharp)["code"] == .integer(9))
        #expect(full(.csharp)["description"] == .string("提交失败，队列已满，请稍后重试"))
    }

    @Test func aModal_hasTwoDialects() {
        let reply = SubmitReply.modal(id: "7", account: "8", finalPrompt: "cat")
        #expect(
            reply.json(.plus)
                == .object([
                    "code": .integer(21), "description": .string("窗口等待"), "result": .string("7"),
                ])
        )
        let successor = reply.json(.csharp)
        #expect(successor["description"] == .string("Waiting for window confirm"))
        #expect(successor["properties"]?["finalPrompt"] == .string("cat"))
        #expect(successor["properties"]?["remix"] == .bool(true))
        #expect(successor["properties"]?["discordChannelId"] == .string("8"))
    }

    @Test func bannedWords_endAnAcceptedTask_atTheSuccessor() {
        var simulation = Simulation.make(.csharp)
        let reply = simulation.imagine("a nude")
        #expect(reply.json["code"] == .integer(1))
        let view = simulation.newest?.view(at: .max)
        #expect(view?.status == "FAILURE")
        #expect(view?.failReason == "可能包含敏感词")
    }

    @Test func prompts_areTranslatedAtOnce_later_orNot() throws {
        var simulation = Simulation.make()
        _ = simulation.imagine("猫")
        let task = try #require(simulation.newest)
        let english = JSONValue.string(PromptText.translation)
        #expect(task.json(at: 0)["promptEn"] == english)
        #expect(task.json(at: 0, .csharp)["promptEn"] == .string("猫"))
        #expect(task.json(at: 1_000_000, .csharp)["promptEn"] == english)
        simulation.settings.translates = false
        _ = simulation.imagine("猫")
        #expect(simulation.newest?.order.promptEn == "猫")
    }

    @Test func taskObjects_haveTheFieldsOfTheirProfile() throws {
        var simulation = Simulation.make()
        try simulation.submit(
            .imagine,
            #"{"prompt":"cat","state":"mine","accountFilter":{"modes":["FAST"]}}"#
        )
        let task = try #require(simulation.newest)
        let java = task.json(at: .max, .java)
        #expect(java["buttons"] == nil && java["mode"] == nil && java["displays"] == nil)
        #expect(java["properties"]?["botType"] == nil)
        #expect(task.json(at: .max)["mode"] == .string("FAST"))
        let successor = task.json(at: .max, .csharp)
        #expect(successor["videoUrls"] == .null)
        #expect(successor["isCompleted"] == .bool(true))
        #expect(successor["useTime"]?.string?.hasSuffix(" s") == true)
        #expect(successor["displays"]?["status"] == .string("SUCCESS"))
        #expect(successor["mode"] == .string("FAST"))
        var settings = BehaviorSettings()
        settings.keepsState = false
        #expect(task.json(TaskRendering(now: 0, settings: settings))["state"] == .null)
    }

    @Test func theSuccessor_readsAuthorizationFirst() {
        let headers = ["authorization": "Bearer a", "mj-api-secret": "b"]
        #expect(Profile.csharp.secret(in: headers) == "Bearer a")
        #expect(Profile.plus.secret(in: headers) == "b")
        #expect(Profile.csharp.secret(in: ["mj-api-secret": "b"]) == "b")
    }
}
