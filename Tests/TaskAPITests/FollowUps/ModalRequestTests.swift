import Domain
import Foundation
import Storage
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

/// What a modal call must hold, and what goes to the channel.
struct ModalRequestTests {
    private static let mask = "data:image/png;base64,iVBORw0KGgo="

    private func post(_ world: FollowUpWorld, _ task: MidjourneyTask, _ more: String = "") throws
        -> FollowUpWorld.Reply
    {
        try world.post(ModalRequest.self, #"{"taskId":"\#(task.mjID)"\#(more)}"#)
    }

    @Test func call_keepsTheID_andTellsTheChannelItsOwn() async throws {
        try await FollowUpWorld.run(configure: { $0.hookURL = "https://mj.example.com" }) { world in
            let task = try world.task(status: .modal)

            let reply = try post(
                world,
                task,
                #","prompt":" a dog ","state":"second","notifyHook":"https://example.com/2","x":1"#
            )

            let (after, details) = try world.read(task.mjID)
            let sent = try #require(world.sent.first)
            #expect(reply.code == 1)
            #expect(reply.result == task.mjID)
            #expect(sent.route == "/mj/submit/modal")
            #expect(sent.channel == world.api.channel.id)
            let hook = "https://mj.example.com/mj/notify/\(task.mjID)-\(details.hookSecret)"
            #expect(
                sent.body
                    == .object([
                        "taskId": .string("14001929738841620"), "prompt": .string("a dog"),
                        "state": .string(task.mjID), "notifyHook": .string(hook),
                        "x": .integer(1),
                    ])
            )
            #expect(after.status == .submitted)
            #expect(after.prompt == "a dog")
            #expect(after.upstreamID == "14001929738841620")
            #expect(details.state == "second")
            #expect(details.notifyHook == "https://example.com/2")
            #expect(try world.tasks().count == 1)
        }
    }

    @Test(arguments: ["", #","prompt":"""#, #","prompt":null"#, #","prompt":"  ""#])
    func withoutPrompt_theOriginalsStays(_ more: String) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal)

            let reply = try post(world, task, more)

            #expect(reply.code == 1)
            #expect(world.sent.first?.body["prompt"] == nil)
            #expect(try world.read(task.mjID).task.prompt == "一只猫")
        }
    }

    @Test(
        arguments: [
            "{}", #"{"taskId":null}"#, #"{"taskId":""}"#, #"{"taskId":{}}"#, #"{"taskId":1.5}"#,
        ])
    func withoutTask_isCode4(_ body: String) async throws {
        try await FollowUpWorld.run { world in
            let reply = try world.post(ModalRequest.self, body)

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == "参数错误")
        }
    }

    @Test func taskID_mayBeANumber() async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal)

            let reply = try world.post(ModalRequest.self, #"{"taskId":\#(task.mjID)}"#)

            #expect(reply.result == task.mjID)
        }
    }

    @Test func unknownAndAnotherUsersTask_areCode4() async throws {
        try await FollowUpWorld.run { world in
            let others = try world.task(of: "sk-other", status: .modal)

            for id in [others.mjID, "1234567890123456", "'"] {
                let reply = try world.post(ModalRequest.self, #"{"taskId":"\#(id)"}"#)
                #expect(reply.status == 200)
                #expect(reply.code == 4)
                #expect(reply.description == "关联任务不存在或已失效")
            }
            #expect(world.sent.isEmpty)
        }
    }

    @Test(arguments: [TaskStatus.submitted, .success, .failure, .cancel])
    func taskThatDoesNotWait_isCode4(_ status: TaskStatus) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task()
            if status.isTerminal { try await world.finish(task, status) }

            let reply = try post(world, task)

            #expect(reply.status == 200)
            #expect(reply.code == 4)
            #expect(reply.description == "关联任务状态错误")
            #expect(world.sent.isEmpty)
        }
    }

    @Test(
        arguments: [
            (#","prompt":"Cat --zoom 1.5""#, nil),
            (#","prompt":"Cat""#, "prompt: must hold --zoom"),
            (#","prompt":"Cat --zoom 3""#, "prompt: must hold --zoom"),
            ("", "prompt: must hold --zoom"),
        ] as [(String, String?)]
    )
    func customZoom_needsItsFactor(_ more: String, _ problem: String?) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(action: .customZoom, status: .modal)
            let before = try world.quota()

            let reply = try post(world, task, more)

            #expect(reply.status == 200)
            #expect(reply.code == (problem == nil ? 1 : 4))
            #expect(world.sent.count == (problem == nil ? 1 : 0))
            if let problem {
                #expect(reply.description?.hasPrefix(problem) == true)
                #expect(try world.quota() == before)
                #expect(try world.read(task.mjID).task.status == .modal)
            }
        }
    }

    @Test func customZoomWithoutAnyPrompt_saysSo() async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(action: .customZoom, status: .modal, prompt: "")

            #expect(try post(world, task).description == "prompt不能为空")
        }
    }

    @Test(
        arguments: [
            (#","maskBase64":"\#(mask)""#, nil),
            ("", "maskBase64: must be"), (#","maskBase64":null"#, "maskBase64: must be"),
            (#","maskBase64":"""#, "maskBase64: must be"),
            (#","maskBase64":"iVBORw0KGgo=""#, "base64格式错误"),
            (#","maskBase64":"data:image/png;base64,!""#, "base64格式错误"),
            (#","maskBase64":7"#, "maskBase64: must be"),
        ] as [(String, String?)]
    )
    func region_needsItsMask(_ more: String, _ problem: String?) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(action: .inpaint, status: .modal)

            let reply = try post(world, task, #","prompt":"a hat""# + more)

            #expect(reply.status == 200)
            #expect(reply.code == (problem == nil ? 1 : 4))
            if let problem {
                #expect(reply.description?.hasPrefix(problem) == true)
                #expect(world.sent.isEmpty)
            } else {
                #expect(world.sent.first?.body["maskBase64"] == .string(Self.mask))
            }
        }
    }

    @Test(
        arguments: [
            (.inpaint, #","maskBase64":"\#(mask)""#, 23),
            (.inpaint, #","maskBase64":"\#(mask)""#, nil),
            (.customZoom, #","prompt":"Cat --zoom 1.5""#, 23),
            (.customZoom, #","prompt":"Cat --zoom 1.5""#, nil),
        ] as [(TaskAction, String, Int?)]
    )
    func refusedCall_isCheckedLikeTheFirst_whenItIsRepeated(
        _ action: TaskAction,
        _ needed: String,
        _ code: Int?
    ) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(action: action, status: .modal)
            world.answer = { () throws(ChannelError) in
                guard let code else { throw .refused(reason: "connection refused") }
                return .make(code, "full")
            }
            _ = try post(world, task, needed)

            let without = try post(world, task)

            #expect(without.code == 4)
            #expect(world.sent.count == 1)
        }
    }

    @Test(
        arguments: [
            (.inpaint, #","maskBase64":"\#(mask)""#), (.customZoom, #","prompt":"Cat --zoom 1.5""#),
        ] as [(TaskAction, String)]
    )
    func channelThatAsksAgain_needsNoMoreThanTheConfirmation(
        _ action: TaskAction,
        _ needed: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(action: action, status: .modal)
            world.answer = { () throws(ChannelError) in .make(21, "again", ["14001929738841620"]) }
            #expect(try post(world, task, needed).code == 21)
            world.answer = { () throws(ChannelError) in .make(1, "ok", ["14001929738841620"]) }

            #expect(try post(world, task).code == 1)
        }
    }

    @Test(
        arguments: [
            ("/mj-turbo/mj/submit/modal", #","accountFilter":{"remark":"x"}"#, "TURBO"),
            ("/mj/submit/modal", #","prompt":"a dog --relax""#, "RELAX"),
            ("/mj/submit/modal", "", "FAST"),
        ])
    func mode_isOfTheCall_elseOfTheTask_andReachesTheChannel(
        _ path: String,
        _ more: String,
        _ mode: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal, mode: .fast)

            let reply = try world.post(
                ModalRequest.self,
                #"{"taskId":"\#(task.mjID)"\#(more)}"#,
                path: path
            )

            #expect(reply.code == 1)
            #expect(try world.read(task.mjID).task.mode?.rawValue == mode)
            let filter = world.sent.first?.body["accountFilter"]
            #expect(filter?["modes"] == .array([.string(mode)]))
            #expect(filter?["remark"] == (path.contains("turbo") ? .string("x") : nil))
        }
    }

    @Test func bannedWord_isCode24_withoutAskingTheChannel() async throws {
        try await withBannedWords("crash") { path in
            try await FollowUpWorld.run(configure: { $0.bannedWordsFile = path }) { world in
                let task = try world.task(status: .modal)
                let before = try world.quota()

                let reply = try post(world, task, #","prompt":"a car Crash""#)

                #expect(reply.code == 24)
                #expect(reply.json["properties"]?["bannedWord"] == .string("Crash"))
                #expect(world.sent.isEmpty)
                #expect(try world.quota() == before)
                #expect(try world.read(task.mjID).task.status == .modal)
            }
        }
    }

    private func withBannedWords(_ words: String, _ body: (String) async throws -> Void)
        async throws
    {
        try await withTemporaryDirectory { directory in
            let path = directory + "/banned-words.txt"
            try Data(words.utf8).write(to: URL(fileURLWithPath: path))
            try await body(path)
        }
    }
}
