import Domain
import Foundation
import TestSupport
import Testing

@testable import Upstream

@Suite struct ChannelClientFollowUpsTests {
    private func seed(
        _ reply: ScriptedServer.Reply,
        submitTimeout: Duration = .seconds(10)
    ) async throws -> SubmitAnswer {
        try await withServer({ _ in reply }) { server in
            let client = SubmitClient.make(submitTimeout: submitTimeout)
            return try await client.imageSeedOnThread(of: "5", on: .make(server.url))
        }
    }

    @Test func imageSeed_isAGET_withTheSecret_andTheIDInThePath() async throws {
        let answer = #"{"code":1,"description":"成功","result":"636646138"}"#
        try await withServer({ _ in .answer(answer) }) { server in
            let client = SubmitClient.make()
            _ = try await client.imageSeedOnThread(
                of: "a/b",
                on: .make(server.url, secret: "s3cret")
            )
            let request = try #require(server.requests.first)
            #expect(request.method == "GET")
            #expect(request.path == "/mj/task/a%2Fb/image-seed")
            #expect(request.headers["mj-api-secret"] == "s3cret")
        }
    }

    @Test(arguments: [
        #"{"code":1,"description":"成功","result":"636646138"}"#,
        #"{"code":1,"description":"x","result":636646138,"properties":null}"#,
        #"{"code":"1","result":"636646138"}"#, "636646138", #""636646138""#, " 636646138\n",
    ])
    func imageSeed_isRead_asATextOrANumber(_ body: String) async throws {
        let answer = try await seed(.answer(body))

        #expect(answer.code == 1)
        #expect(answer.results == ["636646138"])
    }

    @Test(arguments: [
        (404, #"{"code":3,"description":"关联任务不存在或已失效"}"#, 3, "关联任务不存在或已失效"),
        (400, #"{"code":4,"description":"关联任务状态错误","result":null}"#, 4, "关联任务状态错误"),
        (200, #"{"code":9,"description":"请配置私聊频道"}"#, 9, "请配置私聊频道"),
        (200, #"{"code":3,"description":"未找到 seed","result":"7"}"#, 3, "未找到 seed"),
        (200, #"{"success":false,"code":-1,"message":"limit"}"#, 4, "limit"),
        (500, #"{"success":false,"code":-1,"message":"操作失败"}"#, 4, "操作失败"),
    ])
    func imageSeed_keepsTheChannelsRefusal(
        _ status: Int,
        _ body: String,
        _ code: Int,
        _ description: String
    ) async throws {
        let answer = try await seed(.answer(status, body))

        #expect(answer.code == code)
        #expect(answer.description == description)
        #expect(answer.results.isEmpty)
    }

    @Test(arguments: [
        "", "  ", "no seed", "<html>", "null", "[]", "-5", "1.5", #""seed""#, "{}",
        #"{"code":1,"result":null}"#, #"{"code":1,"result":"abc"}"#, #"{"code":1,"result":""}"#,
        #"{"code":1,"result":"123456789012345678901"}"#,
    ])
    func imageSeed_thatIsNone_isMalformed(_ body: String) async throws {
        let error = await #expect(throws: ChannelError.self) {
            try await seed(.answer(body))
        }

        #expect(error == .malformed(reason: "status 200, no seed"))
    }

    @Test func imageSeed_toldNothing_isSortedByStatus() async throws {
        for (status, expected) in [
            (401, ChannelError.refused(reason: "status 401")),
            (302, .refused(reason: "status 302")), (429, .refused(reason: "status 429")),
            (404, .refused(reason: "status 404")), (502, .answerLost(reason: "status 502")),
        ] {
            let error = await #expect(throws: ChannelError.self) {
                try await seed(.answer(status, "<html>"))
            }
            #expect(error == expected)
        }
    }

    @Test func imageSeed_isWaitedFor_noLongerThanASubmit() async throws {
        let error = await #expect(throws: ChannelError.self) {
            try await seed(.silence, submitTimeout: .milliseconds(200))
        }

        #expect(error == .answerLost(reason: "timed out"))
    }

    @Test(arguments: [
        (200, ""), (204, ""), (200, #"{"code":1}"#), (200, #"{"code":4,"description":"x"}"#),
        (400, "演示模式，禁止操作"), (404, ""),
    ])
    func cancel_isDone_whateverTheChannelSays(_ status: Int, _ body: String) async throws {
        try await withServer({ _ in .answer(status, body) }) { server in
            try await withClient { client in
                try await client.cancel("17", on: .make(server.url, secret: "s3cret"))
                let request = try #require(server.requests.first)
                #expect(request.method == "POST")
                #expect(request.path == "/mj/task/17/cancel")
                #expect(request.headers["mj-api-secret"] == "s3cret")
            }
        }
    }

    @Test func cancel_isNotDone_whereTheChannelDidNotTakeTheRequest() async throws {
        for (reply, isRefused) in [
            (ScriptedServer.Reply.answer(401, ""), true), (.answer(429, "{}"), true),
            (.answer(301, ""), true), (.answer(500, "{}"), false), (.reset, false),
        ] {
            try await withServer({ _ in reply }) { server in
                try await withClient { client in
                    let error = await #expect(throws: ChannelError.self) {
                        try await client.cancel("17", on: .make(server.url))
                    }
                    if case .refused = error {
                        #expect(isRefused)
                    } else {
                        #expect(!isRefused)
                    }
                }
            }
        }
    }

    private func newest(_ reply: ScriptedServer.Reply) async throws -> [ChannelReport] {
        try await withServer({ _ in reply }) { server in
            try await withClient { client in
                let reports = try await client.newestReports(on: .make(server.url))
                #expect(server.requests.map(\.path) == ["/mj/task/list"])
                return reports
            }
        }
    }

    @Test func newestReports_areAllThatCanBeRead_once() async throws {
        let reports = try await newest(
            .answer(
                #"[{"id":"2","state":"17"},null,{"id":3,"status":"NEW"},{"id":"2"},{"x":1}]"#
            )
        )

        #expect(
            reports == [
                ChannelReport(upstreamID: "2", state: "17", status: nil),
                ChannelReport(upstreamID: "3", status: nil),
            ]
        )
    }

    @Test func newestReports_ofNothing_areNone() async throws {
        #expect(try await newest(.answer("[]")).isEmpty)
        #expect(try await newest(.answer(204, "")).isEmpty)
    }

    @Test(arguments: [(200, "{}"), (200, "text"), (404, ""), (500, "[]")])
    func newestReports_thatAreNone_areAnError(_ status: Int, _ body: String) async throws {
        await #expect(throws: ChannelError.self) { try await newest(.answer(status, body)) }
    }
}
