import Domain
import Storage
import Testing

@testable import TaskAPI

/// What answers to submits got wrong elsewhere, by the number of the defect.
struct SubmitDefectsTests {
    @Test(
        "B26: every answer to a submit is JSON and says so",
        arguments: [
            (#"{"prompt":"a cat"}"#, "sk-user", 200), ("{", "sk-user", 400),
            (#"{"prompt":""}"#, "sk-user", 200), (#"{"prompt":"a"}"#, "sk-unknown", 401),
        ]
    )
    func answers_areJSON(body: String, token: String, status: Int) async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":1,"description":"提交成功","result":"14001929738841620"}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)

            let answer = try await submit(body, token: token, api)

            #expect(answer.status == status)
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
            #expect(answer.json["code"]?.integer != nil)
        }
    }

    @Test("B27: codes within texts are not rewritten, and the code is the channel's")
    func texts_areLeftAlone() async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":22,"description":"\"code\":22 and \"code\":21","result":"1400192"}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)

            let prompt = #""code":22,"code":21"#
            let body = JSONValue.object(["prompt": .string(prompt)]).bytes()
            let answer = try await submit(String(decoding: body, as: UTF8.self), api)

            #expect(answer.json["code"]?.integer == 22)
            #expect(answer.json["description"]?.string == #""code":22 and "code":21"#)
            #expect(try api.newestTask()?.prompt == prompt)
        }
    }

    @Test("B27: addresses of the channel's pictures do not reach the client")
    func pictureLinks_areNotLeaked() async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":1,"description":"提交成功","result":"1400192","properties":"#
                + #"{"imageUrl":"https://cdn.channel.example/a.png","status":"SUCCESS"}}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)

            let answer = try await submit(#"{"prompt":"a cat"}"#, api)
            let id = try #require(answer.json["result"]?.string)
            let texts = [
                answer.text, try api.get("/mj/task/\(id)/fetch").text,
                try api.get("/api/mj/self").text,
            ]

            #expect(answer.json["code"]?.integer == 1)
            for text in texts { #expect(!text.contains("channel.example")) }
        }
    }
}
