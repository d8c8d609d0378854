import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

struct ChangeRequestTests {
    private static let grid =
        (1...4).map { "MJ::JOB::upsample::\($0)::h" } + ["MJ::JOB::reroll::0::h::SOLO"]
        + (1...4).map { "MJ::JOB::variation::\($0)::h" }

    @Test(
        arguments: [
            (#""action":"UPSCALE","index":2"#, "MJ::JOB::upsample::2::h", "UPSCALE", "U2"),
            (#""action":"VARIATION","index":4"#, "MJ::JOB::variation::4::h", "VARIATION", "V4"),
            (#""action":"UPSCALE","index":"1""#, "MJ::JOB::upsample::1::h", "UPSCALE", "U1"),
            (#""action":"REROLL""#, "MJ::JOB::reroll::0::h::SOLO", "REROLL", "R"),
            (#""action":"REROLL","index":1"#, "MJ::JOB::reroll::0::h::SOLO", "REROLL", "R"),
            (#""action":"REROLL","index":null"#, "MJ::JOB::reroll::0::h::SOLO", "REROLL", "R"),
        ])
    func changeOfAParentWithButtons_pressesTheButton(
        _ members: String,
        _ customID: String,
        _ action: String,
        _ text: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(customIDs: Self.grid)

            let reply = try world.post(
                ChangeRequest.self,
                #"{"taskId":\#(parent.mjID),\#(members),"state":"mine","#
                    + #""tools":[{"name":"get_parent_task"}]}"#
            )

            let child = try #require(try world.tasks().first)
            let details = try world.read(child.mjID).details
            #expect(reply.code == 1)
            #expect(reply.result == child.mjID)
            #expect(world.sent.map(\.route) == ["/mj/submit/action"])
            #expect(
                world.sent.first?.body
                    == .object([
                        "taskId": .string("14001929738841620"), "customId": .string(customID),
                        "state": .string(child.mjID),
                    ])
            )
            #expect(child.action.rawValue == action)
            #expect(child.quota > 0)
            #expect(child.prompt == "一只猫")
            #expect(child.promptEn == "a cat")
            #expect(details.description == "/up \(parent.mjID) \(text)")
            #expect(details.state == "mine")
            #expect(details.parent == parent.mjID)
        }
    }

    @Test func changeOfAParentWithoutButtons_isAChangeToTheChannel() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()

            _ = try world.post(
                ChangeRequest.self,
                #"{"taskId":"\#(parent.mjID)","action":"VARIATION","index":3,"other":true}"#
            )
            _ = try world.post(
                ChangeRequest.self,
                #"{"taskId":"\#(parent.mjID)","action":"REROLL","index":0}"#
            )

            #expect(world.sent.map(\.route) == ["/mj/submit/change", "/mj/submit/change"])
            #expect(
                world.sent.first?.body
                    == .object([
                        "taskId": .string("14001929738841620"), "action": .string("VARIATION"),
                        "index": .integer(3), "other": .bool(true),
                        "state": .string(try world.tasks()[1].mjID),
                    ])
            )
            #expect(world.sent.last?.body["index"] == .integer(1))
        }
    }

    /// B3: a plain `content` was taken for a change without an action, and refused.
    @Test func b3_simpleChange_isReadFromItsContent() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(customIDs: Self.grid)
            let old = try await world.parent()

            let first = try world.post(
                SimpleChangeRequest.self,
                #"{"content":"\#(parent.mjID) u3 ","state":"mine"}"#
            )
            let second = try world.post(
                SimpleChangeRequest.self,
                #"{"content":"\#(old.mjID) R"}"#
            )

            #expect(first.code == 1 && second.code == 1)
            #expect(world.sent.map(\.route) == ["/mj/submit/action", "/mj/submit/change"])
            #expect(world.sent[0].body["customId"] == .string("MJ::JOB::upsample::3::h"))
            #expect(world.sent[0].body["content"] == nil)
            #expect(world.sent[1].body["action"] == .string("REROLL"))
            let details = try world.read(first.result ?? "").details
            #expect(details.description == "/up \(parent.mjID) U3")
            #expect(details.state == "mine")
        }
    }

    @Test(
        arguments: [
            ("{}", "taskId不能为空"), (#"{"taskId":null,"action":"UPSCALE"}"#, "taskId不能为空"),
            (#"{"taskId":" ","action":"UPSCALE"}"#, "taskId不能为空"),
            (#"{"taskId":[],"action":"UPSCALE"}"#, "taskId不能为空"),
            (#"{"taskId":"1"}"#, "action参数错误"),
            (#"{"taskId":"1","action":null,"index":1}"#, "action参数错误"),
            (#"{"taskId":"1","action":"IMAGINE","index":1}"#, "action参数错误"),
            (#"{"taskId":"1","action":"upscale","index":1}"#, "action参数错误"),
            (#"{"taskId":"1","action":7,"index":1}"#, "action参数错误"),
            (#"{"taskId":"1","action":"UPSCALE"}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":null}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":0}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":5}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":1.5}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":"x"}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":[1]}"#, "index参数错误"),
            (#"{"taskId":"1","action":"VARIATION","index":1e300}"#, "index参数错误"),
            (#"{"taskId":"1","action":"UPSCALE","index":1}"#, "关联任务不存在或已失效"),
        ])
    func changeThatIsNone_isCode4_andSaysWhatIsWrong(
        _ body: String,
        _ text: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let reply = try world.post(ChangeRequest.self, body)

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == text)
            #expect(world.sent.isEmpty)
        }
    }

    @Test(
        arguments: [
            "{}", #"{"content":null}"#, #"{"content":7}"#, #"{"content":""}"#,
            #"{"content":"1 "}"#, #"{"content":"1 Uxyz2"}"#, #"{"content":"1 R1"}"#,
            #"{"content":"1  U1"}"#, #"{"content":["1 U1"]}"#,
        ])
    func contentThatIsNone_isCode4(_ body: String) async throws {
        try await FollowUpWorld.run { world in
            let reply = try world.post(SimpleChangeRequest.self, body)

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == "content参数错误")
        }
    }

    @Test(
        arguments: [
            ("IMAGINE", true), ("VARIATION", true), ("LOW_VARIATION", true), ("REROLL", true),
            ("BLEND", true), ("UPSCALE", false), ("DESCRIBE", false), ("ZOOM", false),
            ("SWAP_FACE", false),
        ])
    func parentWithoutButtons_mustBeAGrid(_ action: String, _ isAllowed: Bool) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: TaskAction(rawValue: action))

            let reply = try world.post(
                ChangeRequest.self,
                #"{"taskId":"\#(parent.mjID)","action":"UPSCALE","index":1}"#
            )

            #expect(reply.code == (isAllowed ? 1 : 4))
            #expect(reply.description == (isAllowed ? "提交成功" : "关联任务不允许执行变化"))
            #expect(world.sent.isEmpty != isAllowed)
        }
    }

    @Test func parentOfAnotherKind_isAllowed_whereItHasTheButton() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: .pan, customIDs: Self.grid)

            let reply = try world.post(
                SimpleChangeRequest.self,
                #"{"content":"\#(parent.mjID) V1"}"#
            )

            #expect(reply.code == 1)
            #expect(world.sent.map(\.route) == ["/mj/submit/action"])
        }
    }

    @Test func anotherUsersOrUnfinishedParent_isCode4() async throws {
        try await FollowUpWorld.run { world in
            let others = try await world.parent(of: "sk-other", customIDs: Self.grid)
            let unfinished = try world.task()

            let unknown = try world.post(
                SimpleChangeRequest.self,
                #"{"content":"\#(others.mjID) U1"}"#
            )
            let tooEarly = try world.post(
                ChangeRequest.self,
                #"{"taskId":"\#(unfinished.mjID)","action":"REROLL"}"#
            )

            #expect(unknown.code == 4 && tooEarly.code == 4)
            #expect(unknown.description == "关联任务不存在或已失效")
            #expect(tooEarly.description == "关联任务状态错误")
            #expect(world.sent.isEmpty)
        }
    }
}
