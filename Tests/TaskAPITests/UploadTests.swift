import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

struct UploadTests {
    private static let path = "/mj/submit/upload-discord-images"
    private static let body = #"{"base64Array":["data:image/png;base64,AAAA"],"filter":{"x":1}}"#

    @Test(
        arguments: [
            ("{}", "base64 参数错误"), (#"{"base64Array":[]}"#, "base64 参数错误"),
            (#"{"base64Array":"AAAA"}"#, "base64 参数错误"),
            (#"{"base64Array":[null]}"#, "base64格式错误"),
            (#"{"base64Array":["AAAA"]}"#, "base64格式错误"),
        ])
    func badPictures_areCode4(_ body: String, _ description: String) {
        #expect(refusal { _ = try UploadRequest(SubmitForm(body)) } == description)
    }

    @Test func addresses_areTheResult_andPaid_withoutATask() async throws {
        let channel = try ScriptedChannel(
            answer:
                #"{"code":1,"description":"提交成功","result":["https://e/1.png","https://e/2.png"]}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)
            let before = try api.quota()

            let answer = try await submit(Self.body, to: Self.path, api)

            #expect(
                answer.text
                    == #"{"code":1,"description":"提交成功","#
                    + #""result":["https://e/1.png","https://e/2.png"],"properties":{}}"#
            )
            #expect(try api.quota() < before)
            #expect(try api.newestTask() == nil)
            #expect(channel.requests.first?.head.hasPrefix("post \(Self.path) ") == true)
            #expect(
                channel.requests.first?.body == (try? JSONValue.parse(Array(Self.body.utf8)))
            )
        }
    }

    @Test func whatDidNotSucceed_costsNothing() async throws {
        let channel = try ScriptedChannel(answer: "")
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)
            let before = try api.quota()
            let answers: [(String, Int64, String)] = [
                ("", 9, "上传结果未知，请重新上传"), ("<html>", 9, "上传结果未知，请重新上传"),
                (#"{"code":1,"description":"提交成功","result":[]}"#, 9, "上传结果未知，请重新上传"),
                (#"{"code":3,"description":"x"}"#, 3, "无可用的账号实例"),
                (#"{"code":23,"description":"x"}"#, 23, "队列已满，请稍后尝试"),
                (#"{"code":4,"description":"禁止上传"}"#, 4, "禁止上传"),
                (#"{"code":9,"description":"上传失败"}"#, 9, "上传失败"),
                (#"{"success":false,"code":-1,"message":"并发数已达上限"}"#, 4, "并发数已达上限"),
                (#"{"code":77,"description":"new"}"#, 77, "new"),
            ]
            for (answer, code, description) in answers {
                channel.setAnswer(answer)

                let reply = try await submit(Self.body, to: Self.path, api)

                #expect(reply.status == 200)
                #expect(reply.json["code"]?.integer == code)
                #expect(reply.json["description"]?.string == description)
                #expect(reply.json["result"] == .null)
                #expect(try api.quota() == before)
            }
            // One each: what is lost is not sent again.
            #expect(channel.requests.count == answers.count)
        }
    }

    @Test func refusal_goesToTheNextChannel() async throws {
        let channel = try ScriptedChannel(
            answer: #"{"code":1,"description":"提交成功","result":["https://e/1.png"]}"#
        )
        defer { channel.stop() }
        try await TestAPI.run { api in
            // The first one is down.
            _ = try api.store.addChannel(
                name: "scripted",
                baseURL: "http://127.0.0.1:\(channel.port)",
                secret: "",
                priority: -1
            )

            let answer = try await submit(Self.body, to: Self.path, api)

            #expect(answer.json["code"]?.integer == 1)
        }
    }

    @Test func noFurtherChannel_isTried_onceASixthOfTheTimeoutHasGone() throws {
        try TestAPI.run { api in
            _ = try api.store.addChannel(
                name: "second",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -1
            )
            let clock = SteppedClock()
            var sent = 0
            let submission = api.submission(now: { clock.now }) { _, _, _ throws(ChannelError) in
                sent += 1
                clock.now += .seconds(10)
                return .make(23, "full")
            }

            let reply = try Upload(submission: submission)
                .upload(UploadRequest(SubmitForm(Self.body)), of: api.identity())

            #expect(reply == .queueFull)
            #expect(sent == 1)
        }
    }

    @Test func quotaThatDoesNotSuffice_is403() async throws {
        try await TestAPI.run(quota: 1) { api in
            let answer = try await submit(Self.body, to: Self.path, api)

            #expect(answer.status == 403)
            #expect(answer.json["description"]?.string == "quota_not_enough")
        }
    }
}
