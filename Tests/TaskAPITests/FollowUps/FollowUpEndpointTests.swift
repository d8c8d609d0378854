import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// The routes, over HTTP to a channel.
struct FollowUpEndpointTests {
    private static let upscale = "MJ::JOB::upsample::1::h"

    @Test(
        arguments: [
            ("action", #""taskId":"{id}","customId":"\#(upscale)""#, "action"),
            ("change", #""taskId":"{id}","action":"UPSCALE","index":1"#, "action"),
            ("change", #""taskId":"{id}","action":"VARIATION","index":1"#, "change"),
            ("simple-change", #""content":"{id} U1""#, "action"),
        ])
    func followUp_reachesTheParentsChannel(
        _ route: String,
        _ members: String,
        _ expected: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let channel = try ScriptedChannel(
                answer: #"{"code":1,"description":"提交成功","result":"9","properties":{}}"#
            )
            defer { channel.stop() }
            let parent = try await world.parent(
                customIDs: [Self.upscale],
                on: try add(channel, to: world)
            )
            let body = "{\(members.replacing("{id}", with: parent.mjID))}"

            let answer = try await submit(body, to: "/mj/submit/\(route)", world.api)

            #expect(answer.status == 200)
            #expect(answer.json["code"]?.integer == 1)
            #expect(try answer.json["result"]?.string == world.tasks().first?.mjID)
            #expect(channel.requests.count == 1)
            let request = try #require(channel.requests.first)
            #expect(request.head.hasPrefix("post /mj/submit/\(expected) "))
            #expect(request.head.contains("mj-api-secret: of-the-channel"))
            #expect(request.body["taskId"]?.string == parent.upstreamID)
        }
    }

    @Test(arguments: ["", #","prompt":"""#, #","prompt":"a dog""#])
    func modalCallOfAWebClient_keepsTheID(_ more: String) async throws {
        try await FollowUpWorld.run { world in
            let channel = try ScriptedChannel(
                answer: #"{"code":21,"description":"Waiting for window confirm","result":"9","#
                    + #""properties":{"finalPrompt":"a cat","remix":true,"nonce":"7"}}"#
            )
            defer { channel.stop() }
            let parent = try await world.parent(on: try add(channel, to: world))
            let waiting = try await submit(
                #"{"taskId":"\#(parent.mjID)","customId":"MJ::JOB::reroll::0::h::SOLO"}"#,
                to: "/mj/submit/action",
                world.api
            )
            let id = try #require(waiting.json["result"]?.string)
            #expect(waiting.json["code"]?.integer == 21)
            #expect(
                waiting.json["properties"]
                    == .object(["finalPrompt": .string("a cat"), "remix": .bool(true)])
            )

            channel.setAnswer(
                #"{"code":1,"description":"提交成功","result":"9","properties":{}}"#
            )
            let accepted = try await submit(
                #"{"taskId":"\#(id)"\#(more)}"#,
                to: "/mj/submit/modal",
                world.api
            )

            #expect(accepted.json["code"]?.integer == 1)
            #expect(accepted.json["result"]?.string == id)
            let request = try #require(channel.requests.last)
            #expect(request.head.hasPrefix("post /mj/submit/modal "))
            #expect(request.body["taskId"] == .string("9"))
            let fetched = try world.api.get("/mj/task/\(id)/fetch")
            #expect(fetched.json["status"]?.string == "SUBMITTED")
        }
    }

    @Test func lostModalAnswer_isPendingOverHTTP() async throws {
        try await FollowUpWorld.run { world in
            let channel = try ScriptedChannel(answer: "no JSON")
            defer { channel.stop() }
            let task = try world.task(status: .modal, on: try add(channel, to: world))

            let answer = try await submit(
                #"{"taskId":"\#(task.mjID)"}"#,
                to: "/mj/submit/modal",
                world.api
            )

            #expect(answer.json["code"]?.integer == 22)
            #expect(answer.json["result"]?.string == task.mjID)
        }
    }

    @Test(arguments: ["action", "change", "simple-change", "modal"])
    func bodyThatIsNoObject_isCode4(_ route: String) async throws {
        try await FollowUpWorld.run { world in
            for body in ["", "{", "[]", "null", "7"] {
                let answer = try await submit(body, to: "/mj/submit/\(route)", world.api)
                #expect(answer.status == 400)
                #expect(answer.json["code"]?.integer == 4)
            }
            let stranger = try await submit(
                "{}",
                to: "/mj/submit/\(route)",
                token: "sk-unknown",
                world.api
            )
            #expect(stranger.status == 401)
        }
    }

    private func add(_ channel: ScriptedChannel, to world: FollowUpWorld) throws -> ChannelID {
        try world.store.addChannel(
            name: "scripted",
            baseURL: "http://127.0.0.1:\(channel.port)",
            secret: "of-the-channel",
            priority: 0
        ).id
    }
}
