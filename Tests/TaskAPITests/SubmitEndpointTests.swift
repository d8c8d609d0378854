import Domain
import Foundation
import Storage
import Testing

@testable import TaskAPI

struct SubmitEndpointTests {
    @Test func submit_reachesTheChannel_andIsReadBackAtOnce() async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":22,"description":"排队中，前面还有1个任务","result":"14001929738841620","#
                + #""properties":{"numberOfQueues":1,"nonce":"7"}}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)

            let answer = try await submit(
                #"{"prompt":"a cat","state":"mine","notifyHook":"https://example.com/hook"}"#,
                api
            )

            let task = try #require(
                try api.store.page(ListQuery(scope: .user(api.user.id))).tasks.first
            )
            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"code":22,"description":"排队中，前面还有1个任务","result":"\#(task.mjID)","#
                    + #""properties":{"numberOfQueues":1}}"#
            )

            let request = try #require(channel.requests.first)
            #expect(channel.requests.count == 1)
            #expect(request.head.hasPrefix("post /mj/submit/imagine "))
            #expect(request.head.contains("mj-api-secret: of-the-channel"))
            #expect(!request.head.contains("sk-user"))
            #expect(request.body["state"]?.string == task.mjID)
            #expect(request.body["notifyHook"] == nil)

            let fetched = try api.get("/mj/task/\(task.mjID)/fetch")
            #expect(fetched.json["status"]?.string == "SUBMITTED")
            #expect(fetched.json["state"]?.string == "mine")
            #expect(try api.get("/api/mj/self").listed == [task.mjID])
        }
    }

    @Test func channelThatIsDown_isCode3_andCostsNothing() async throws {
        try await TestAPI.run { api in
            let answer = try await submit(#"{"prompt":"a cat"}"#, api)

            #expect(answer.status == 200)
            #expect(answer.json["code"]?.integer == 3)
            #expect(answer.json["result"] == .null)
            let left = try api.store.user(named: "user").quota
            #expect(left == api.user.quota)
        }
    }

    @Test(
        arguments: [
            ("", 400, "body"), ("{", 400, "body"), ("[]", 400, "body"),
            ("{}", 200, "prompt不能为空"), (#"{"prompt":7}"#, 200, "prompt"),
            (#"{"prompt":"x","base64Array":["x"]}"#, 200, "base64格式错误"),
        ])
    func badBody_isCode4_andNamesWhatIsWrong(
        _ body: String,
        _ status: Int,
        _ text: String
    ) async throws {
        try await TestAPI.run { api in
            let answer = try await submit(body, api)

            #expect(answer.status == status)
            #expect(answer.json["code"]?.integer == 4)
            #expect(answer.json["description"]?.string?.hasPrefix(text) == true)
            let page = try api.store.page(ListQuery(scope: .user(api.user.id)))
            #expect(page.total == 0)
        }
    }

    @Test func bodyThatIsTooLarge_is413() async throws {
        try await TestAPI.run { api in
            let answer = try await submit(String(repeating: " ", count: 1001), api) {
                $0.maximumBodySize = 1000
            }

            #expect(answer.status == 413)
            #expect(answer.json["code"]?.integer == 4)
        }
    }

    @Test(
        arguments: [
            ("sk-unknown", "POST", 401), ("access-user", "POST", 403), ("sk-user", "GET", 405),
        ])
    func whoMayNotSubmit_isToldInTheDialectOfMJ(
        _ token: String,
        _ method: String,
        _ status: Int
    ) async throws {
        try await TestAPI.run { api in
            let answer = try await submit("{", token: token, method: method, api)

            #expect(answer.status == status)
            #expect(answer.json["code"]?.integer == 4)
            #expect(answer.json["properties"] == .object([:]))
        }
    }

    @Test(arguments: KindOfSubmit.all)
    func everySubmit_makesItsTask_andTakesTheModeOfItsPath(_ kind: KindOfSubmit) async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":1,"description":"提交成功","result":"14001929738841620"}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)

            let answer = try await submit(kind.body, to: "/mj-relax" + kind.path, api)

            let task = try #require(try api.newestTask())
            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"code":1,"description":"提交成功","result":"\#(task.mjID)","properties":{}}"#
            )
            #expect(task.action.rawValue == kind.action)
            #expect(task.status == .submitted)
            #expect(task.mode == .relax)
            #expect(task.quota > 0)
            let details = try #require(try api.store.task(task.mjID, owner: nil)?.details)
            #expect(details.description == kind.description(task.mjID))
            let request = try #require(channel.requests.first)
            #expect(request.head.hasPrefix("post \(kind.route ?? kind.path) "))
            #expect(request.body["accountFilter"]?["modes"] == .array([.string("RELAX")]))
            #expect(request.body["state"]?.string == task.mjID)
            for (name, value) in try JSONValue.parse(Array(kind.body.utf8)).object ?? [:] {
                #expect(request.body[name] == value)
            }
        }
    }

    /// A channel's answer, the code for the client, and the state of the task.
    private static let answers: [(answer: String, code: Int64, status: TaskStatus)] = [
        (#"{"code":1,"description":"提交成功","result":"14","properties":{}}"#, 1, .submitted),
        (#"{"code":21,"description":"窗口等待","result":"15"}"#, 21, .modal),
        (
            #"{"code":22,"description":"排队中","result":16,"properties":{"numberOfQueues":3}}"#, 22,
            .submitted
        ),
        (#"{"code":23,"description":"队列已满，请稍后尝试","result":"17"}"#, 23, .failure),
        (
            #"{"code":24,"description":"可能包含敏感词","properties":{"bannedWord":"x","promptEn":"x"}}"#,
            24, .failure
        ),
        (#"{"code":3,"description":"无可用的账号实例","result":null,"properties":null}"#, 3, .failure),
        (#"{"code":4,"description":"base64格式错误","result":null}"#, 4, .failure),
        (#"{"code":9,"description":"提交失败，系统异常"}"#, 9, .failure),
        (#"{"code":77,"description":"something new","result":{}}"#, 77, .failure),
        (#"{"success":false,"code":-1,"message":"并发数已达上限"}"#, 4, .failure),
        ("", 22, .notStart),
        ("<html>", 22, .notStart),
        (#"{"code":1,"description":"提交成功"}"#, 22, .notStart),
    ]

    @Test(arguments: KindOfSubmit.all)
    func everyAnswerOfAChannel_isUnderstood_andOnlyWhatItTookIsPaid(
        _ kind: KindOfSubmit
    ) async throws {
        let channel = try ScriptedChannel(answer: "")
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)
            for expected in Self.answers {
                channel.setAnswer(expected.answer)
                let before = try api.quota()

                let answer = try await submit(kind.body, to: kind.path, api)

                let task = try #require(try api.newestTask())
                let spent = before - (try api.quota())
                #expect(answer.status == 200)
                #expect(answer.json["code"]?.integer == expected.code, "\(expected.answer)")
                #expect(answer.json["properties"]?.object != nil)
                let isTaken = [1, 21, 22].contains(expected.code)
                let hasTask = isTaken || expected.code == 23
                #expect(answer.json["result"] == (hasTask ? .string(task.mjID) : .null))
                #expect(task.status == expected.status)
                let isPaid = isTaken && expected.code != 21
                #expect(isPaid ? spent == task.quota && spent > 0 : spent == 0)
                if expected.code == 21 {
                    #expect(answer.json["properties"]?["finalPrompt"] == .string(task.prompt))
                }
            }
        }
    }

    @Test func botType_isReadBack_beforeTheChannelReports() async throws {
        let channel = try ScriptedChannel(answer: #"{"code":1,"description":"","result":"14"}"#)
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)

            _ = try await submit(#"{"prompt":"a cat","botType":"niji"}"#, api)

            let task = try #require(try api.newestTask())
            let fetched = try api.get("/mj/task/\(task.mjID)/fetch")
            #expect(fetched.json["properties"]?["botType"]?.string == "NIJI_JOURNEY")
            #expect(channel.requests.first?.body["botType"]?.string == "NIJI_JOURNEY")
        }
    }

    @Test func bannedWord_isCode24_withoutTaskOrChargeOrChannel() async throws {
        let channel = try ScriptedChannel(answer: "")
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)
            let file = api.directory + "/banned-words.txt"
            try Data("# no\nnude\n".utf8).write(to: URL(filePath: file))
            for kind in KindOfSubmit.all where kind.body.contains("a cat") {
                let body = kind.body.replacing("a cat", with: "a Nude cat")
                let answer = try await submit(body, to: kind.path, api) {
                    $0.bannedWordsFile = file
                }

                #expect(
                    answer.text
                        == #"{"code":24,"description":"可能包含敏感词","result":null,"#
                        + #""properties":{"bannedWord":"Nude","promptEn":"a Nude cat"}}"#
                )
            }
            #expect(try api.newestTask() == nil)
            #expect(channel.requests.isEmpty)
        }
    }

    @Test func extendedVideo_goesToItsParentsChannel_withTheIDThereAndNoOtherChannel() async throws
    {
        let channel = try ScriptedChannel(answer: #"{"code":1,"description":"","result":"99"}"#)
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)
            _ = try await submit(#"{"prompt":"a cat"}"#, to: "/mj/submit/video", api)
            let parent = try #require(try api.newestTask())
            let body =
                #"{"prompt":"on","action":"extend","index":0,"taskId":"\#(parent.mjID)"}"#
            let early = try await submit(body, to: "/mj/submit/video", api)
            #expect(early.json["code"]?.integer == 4)
            #expect(early.json["description"]?.string == "关联任务状态错误")
            try await api.finish(parent)
            let channels = try api.store.channels()
            for channel in channels {
                try api.store.setChannelStatus(.disabled, id: channel.id)
            }

            let answer = try await submit(body, to: "/mj/submit/video", api)

            let task = try #require(try api.newestTask())
            #expect(answer.json["result"]?.string == task.mjID)
            #expect(channel.requests.last?.body["taskId"]?.string == "99")
            #expect(channel.requests.last?.body["index"] == .integer(0))
            #expect(task.channelID == parent.channelID)
            let foreign = try await submit(
                body,
                to: "/mj/submit/video",
                token: "sk-other",
                api
            )
            #expect(foreign.status == 200)
            #expect(foreign.json["code"]?.integer == 4)
            #expect(foreign.json["description"]?.string == "关联任务不存在或已失效")
        }
    }
}
