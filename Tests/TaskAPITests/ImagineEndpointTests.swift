import Domain
import FastCGI
import Storage
import Testing
import Upstream

@testable import TaskAPI

struct ImagineEndpointTests {
    /// Submits through a relay part of its own, on a thread of its own.
    private func submit(
        _ body: String,
        token: String = "sk-user",
        method: String = "POST",
        _ api: TestAPI,
        configure: (inout TaskAPIConfiguration) -> Void = { _ in }
    ) async throws -> TestAnswer {
        let client = ChannelClient(configuration: .init(), logger: api.services.logger)
        var configuration = api.services.configuration
        configure(&configuration)
        let services = Application.Services(
            configuration: configuration,
            hotState: api.services.hotState,
            versions: api.versions,
            store: api.store,
            channels: client,
            logger: api.services.logger
        )
        let answer = await blocking {
            let request = FastCGIRequest(
                parameters: [
                    "REQUEST_METHOD": method, "DOCUMENT_URI": "/mj/submit/imagine",
                    "HTTP_AUTHORIZATION": "Bearer " + token,
                ],
                body: Array(body.utf8)
            )
            return TestAnswer(Application(part: .relay, services: services).respond(to: request))
        }
        await client.shutdown()
        return answer
    }

    @Test func submit_reachesTheChannel_andIsReadBackAtOnce() async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":22,"description":"排队中，前面还有1个任务","result":"14001929738841620","#
                + #""properties":{"numberOfQueues":1,"nonce":"7"}}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.store.setChannelStatus(.disabled, id: api.channel.id)
            _ = try api.store.addChannel(
                name: "scripted",
                baseURL: "http://127.0.0.1:\(channel.port)",
                secret: "of-the-channel",
                priority: 0
            )

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
}
