import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

struct ActionRequestTests {
    private static let upscale = "MJ::JOB::upsample::2::85a4b4c1-8835-46c5-a15c-aea34fad1862"

    private func body(_ task: MidjourneyTask, _ customID: String = upscale, _ more: String = "")
        -> String
    {
        #"{"taskId":"\#(task.mjID)","customId":"\#(customID)"\#(more)}"#
    }

    @Test func button_isPressedOnTheParentsChannel_withTheChannelsID() async throws {
        try await FollowUpWorld.run(configure: { $0.hookURL = "https://mj.example.com" }) { world in
            let parent = try await world.parent(customIDs: [Self.upscale])
            _ = try world.store.addChannel(
                name: "better",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: 9
            )
            try world.store.setChannelStatus(.disabled, id: world.api.channel.id)
            let before = try world.quota()

            let reply = try world.post(
                ActionRequest.self,
                body(
                    parent,
                    Self.upscale,
                    #","state":"mine","notifyHook":"https://example.com/hook","enableRemix":true,"#
                        + #""chooseSameChannel":true,"accountFilter":{"remark":"x"}"#
                )
            )

            let child = try #require(try world.tasks().first)
            let details = try world.read(child.mjID).details
            let sent = try #require(world.sent.first)
            #expect(world.sent.count == 1)
            #expect(sent.route == "/mj/submit/action")
            #expect(sent.channel == world.api.channel.id)
            let hook = "https://mj.example.com/mj/notify/\(child.mjID)-\(details.hookSecret)"
            #expect(
                sent.body
                    == .object([
                        "taskId": .string("14001929738841620"), "customId": .string(Self.upscale),
                        "state": .string(child.mjID), "notifyHook": .string(hook),
                        "enableRemix": .bool(true), "chooseSameChannel": .bool(true),
                        "accountFilter": .object(["remark": .string("x")]),
                    ])
            )
            #expect(reply.code == 1)
            #expect(reply.result == child.mjID)
            #expect(child.mjID != parent.mjID)
            #expect(child.action == .upscale)
            #expect(child.status == .submitted)
            #expect(child.upstreamID == "9000000000000001")
            #expect(child.prompt == "一只猫")
            #expect(child.promptEn == "a cat")
            #expect(details.parent == parent.mjID)
            #expect(details.description == "/up \(parent.mjID) U2")
            #expect(details.state == "mine")
            #expect(details.notifyHook == "https://example.com/hook")
            #expect(try world.quota() == before - child.quota)
            #expect(child.quota > 0)
        }
    }

    @Test(
        arguments: [
            ("MJ::JOB::variation::3::h", "VARIATION", "V3"),
            ("MJ::JOB::reroll::0::h::SOLO", "REROLL", "R"),
            ("MJ::JOB::low_variation::1::h::SOLO", "LOW_VARIATION", "🔄"),
            ("MJ::JOB::upsample_v6_2x_subtle::1::h::SOLO", "UPSCALE", "🔄"),
            ("MJ::JOB::pan_left::1::h::SOLO", "PAN", "🔄"),
            ("MJ::Outpaint::50::1::h::SOLO", "ZOOM", "🔄"),
            ("MJ::Job::PicReader::1", "IMAGINE", "🔄"),
            ("MJ::Picread::Retry", "DESCRIBE", "🔄"),
            ("MJ::JOB::animate_high::1::h::SOLO", "VIDEO", "🔄"),
            ("MJ::Job::PromptAnalyzerExtended", "SHORTEN", "🔄"),
            ("MJ::Something::New::1", "ACTION", "🔄"),
        ])
    func everyFamily_isStoredAndPricedAsItsAction(
        _ customID: String,
        _ action: String,
        _ label: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(customIDs: [customID])

            let reply = try world.post(ActionRequest.self, body(parent, customID))

            let child = try #require(try world.tasks().first)
            #expect(reply.result == child.mjID)
            #expect(child.action.rawValue == action)
            #expect(child.quota > 0)
            let details = try world.read(child.mjID).details
            #expect(details.description == "/up \(parent.mjID) \(label)")
        }
    }

    @Test(
        arguments: [
            ("upsample::3::{}", "UPSCALE", 3, "U3"), ("variation::1::{}", "VARIATION", 1, "V1"),
            ("reroll::0::{}::SOLO", "REROLL", 1, "R"), ("upsample::4::h", "UPSCALE", 4, "U4"),
        ])
    func buttonOfAGridWithoutAny_isAChangeToTheChannel(
        _ button: String,
        _ action: String,
        _ index: Int64,
        _ text: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let customID = "MJ::JOB::" + button.replacing("{}", with: parent.mjID)

            let reply = try world.post(
                ActionRequest.self,
                body(parent, customID, #","state":"mine""#)
            )

            let child = try #require(try world.tasks().first)
            #expect(reply.code == 1)
            #expect(reply.result == child.mjID)
            #expect(world.sent.map(\.route) == ["/mj/submit/change"])
            #expect(
                world.sent.first?.body
                    == .object([
                        "taskId": .string("14001929738841620"), "action": .string(action),
                        "index": .integer(index), "state": .string(child.mjID),
                    ])
            )
            #expect(child.action.rawValue == action)
            #expect(child.quota > 0)
            let details = try world.read(child.mjID).details
            #expect(details.description == "/up \(parent.mjID) \(text)")
        }
    }

    @Test(
        arguments: [
            (TaskAction.upscale, "MJ::JOB::reroll::0::h::SOLO"),
            (.imagine, "MJ::JOB::low_variation::1::h::SOLO"), (.imagine, "MJ::JOB::upsample::5::h"),
        ])
    func otherButtonOfAParentWithoutAny_goesThrough(
        _ parent: TaskAction,
        _ customID: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: parent)

            let reply = try world.post(ActionRequest.self, body(parent, customID))

            #expect(reply.code == 1)
            #expect(world.sent.map(\.route) == ["/mj/submit/action"])
            #expect(world.sent.first?.body["customId"] == .string(customID))
        }
    }

    @Test func buttonThatTheParentDoesNotShow_goesThrough_andIsNamedByItsAction() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()

            let reply = try world.post(ActionRequest.self, body(parent, "made::up"))

            let details = try world.read(reply.result ?? "").details
            #expect(details.description == "/up \(parent.mjID) ACTION")
        }
    }

    @Test(
        arguments: [
            "{}", #"{"taskId":null,"customId":null}"#, #"{"taskId":"1"}"#, #"{"customId":"x"}"#,
            #"{"taskId":"","customId":"x"}"#, #"{"taskId":" ","customId":"x"}"#,
            #"{"taskId":{},"customId":"x"}"#, #"{"taskId":1.5,"customId":"x"}"#,
            #"{"taskId":true,"customId":"x"}"#, #"{"taskId":["1"],"customId":"x"}"#,
            #"{"taskId":"1","customId":""}"#, #"{"taskId":"1","customId":7}"#,
            #"{"taskId":"1","customId":["x"]}"#, #"{"taskId":"1","customId":"\u0000"}"#,
            #"{"taskId":"1","customId":"\#(String(repeating: "x", count: 1025))"}"#,
        ])
    func bodyWithoutTaskOrButton_isCode4(_ body: String) async throws {
        try await FollowUpWorld.run { world in
            let reply = try world.post(ActionRequest.self, body)

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == "参数错误")
            #expect(world.sent.isEmpty)
        }
    }

    @Test(
        arguments: [
            #""state":7"#, #""notifyHook":{}"#, #""notifyHook":"ftp://x""#, #""prompt":[]"#,
            #""accountFilter":7"#, #""accountFilter":{"modes":7}"#,
        ])
    func commonMemberOfTheWrongType_isCode4(_ member: String) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()

            let reply = try world.post(ActionRequest.self, body(parent, "x", "," + member))

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(world.sent.isEmpty)
        }
    }

    @Test func taskID_mayBeANumber() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()

            let reply = try world.post(
                ActionRequest.self,
                #"{"taskId":\#(parent.mjID),"customId":"x"}"#
            )

            #expect(reply.code == 1)
            #expect(world.sent.first?.body["taskId"] == .string("14001929738841620"))
        }
    }

    @Test(arguments: ["1234567890123456", "9000000000000001", "'", "\u{1F600}", "x y", "-1"])
    func unknownParent_isCode4_notAnError(_ id: String) async throws {
        try await FollowUpWorld.run { world in
            let reply = try world.post(
                ActionRequest.self,
                #"{"taskId":"\#(id)","customId":"x"}"#
            )

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == "关联任务不存在或已失效")
        }
    }

    @Test func anotherUsersParent_isAsUnknownAsNone_evenToAnAdministrator() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(of: "sk-other")

            for secret in ["sk-user", "sk-administrator"] {
                let reply = try world.post(ActionRequest.self, body(parent), as: secret)
                #expect(reply.code == 4)
                #expect(reply.description == "关联任务不存在或已失效")
            }
            #expect(world.sent.isEmpty)
            #expect(try world.post(ActionRequest.self, body(parent), as: "sk-other").code == 1)
        }
    }

    @Test func channelsOwnID_isNoTask_inAnySpelling() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            _ = try world.task(of: "sk-other", upstreamID: "777")

            let reply = try world.post(ActionRequest.self, body(parent, "x", #","TaskId":"777""#))
            let byUpstreamID = try world.post(
                ActionRequest.self,
                #"{"taskId":"14001929738841620","customId":"x"}"#
            )

            #expect(reply.code == 1)
            #expect(world.sent.count == 1)
            #expect(world.sent.first?.body["taskId"] == .string("14001929738841620"))
            #expect(world.sent.first?.body["TaskId"] == nil)
            #expect(byUpstreamID.description == "关联任务不存在或已失效")
        }
    }

    @Test(
        arguments: [TaskStatus.submitted, .modal, .failure, .cancel]
    )
    func parentThatDidNotSucceed_isCode4(_ status: TaskStatus) async throws {
        try await FollowUpWorld.run { world in
            let parent = try world.task(status: status == .modal ? .modal : .submitted)
            if status.isTerminal { try await world.finish(parent, status) }

            let reply = try world.post(ActionRequest.self, body(parent))

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == "关联任务状态错误")
            #expect(world.sent.isEmpty)
        }
    }

    @Test func parentThatNoChannelHas_isCode4() async throws {
        try await FollowUpWorld.run { world in
            let parent = try world.task(upstreamID: "")
            try await world.finish(parent)

            let reply = try world.post(ActionRequest.self, body(parent))

            #expect(reply.code == 4)
            #expect(reply.description == "关联任务不存在或已失效")
        }
    }
}
