import Domain
import NIOHTTP1
import TestSupport
import Testing

@testable import DemoUpstream

/// The built program over real HTTP.
@Suite struct DemoUpstreamProcessTests {
    @Test func imagine_isDrawnToTheEnd_byTheClockOfTheControlPlane() async throws {
        try await Demo.run { demo in
            _ = try await demo.control(.POST, "/clock", #"{"frozen":true}"#)
            let answer = try await demo.imagine(#"{"prompt":"cat","state":"mine"}"#)
            #expect(answer["code"] == .integer(1))
            let id = try #require(answer["result"]?.string)
            #expect(id == "1689231405853400")
            var seen: [String] = []
            for _ in 0..<60 {
                let task = try await demo.fetch(id)
                let text = "\(task["status"]?.string ?? "") \(task["progress"]?.string ?? "-")"
                if seen.last != text { seen.append(text) }
                #expect(task["state"] == .string("mine"))
                _ = try await demo.control(.POST, "/clock", #"{"advance":1000}"#)
            }
            #expect(
                seen == [
                    "NOT_START -", "SUBMITTED 0%", "IN_PROGRESS 0%", "IN_PROGRESS 15%",
                    "IN_PROGRESS 31%", "IN_PROGRESS 46%", "IN_PROGRESS 62%", "IN_PROGRESS 78%",
                    "IN_PROGRESS 93%", "SUCCESS 100%",
                ]
            )
            let task = try await demo.fetch(id)
            let picture = try await demo.get(try #require(task["imageUrl"]?.string))
            #expect(picture.status == 200)
            #expect(picture.headers.first(name: "content-type") == "image/png")
            #expect(try pixels(ofPNG: picture.body, size: 64).count == 64 * 64 * 3)
        }
    }

    @Test func submit_asksForTheSecret_andAnswersUnreadableRequestsLikeTheOriginal() async throws {
        try await Demo.run(["--secret", "s3cret"]) { demo in
            let submit = demo.base + "/mj/submit/imagine"
            let refused = try await demo.send(.POST, submit, #"{"prompt":"cat"}"#)
            #expect(refused.status == 401)
            #expect(refused.body.isEmpty)
            let secret = ["mj-api-secret": "s3cret"]
            let accepted = try await demo.send(.POST, submit, #"{"prompt":"cat"}"#, secret)
            #expect(accepted.status == 200)
            #expect(try await demo.send(.POST, submit, "{", secret).status == 400)
            var headers = secret
            headers["content-type"] = "text/plain"
            #expect(try await demo.send(.POST, submit, "{}", headers).status == 415)
            let list = demo.base + "/mj/task/list-by-condition"
            #expect(try await demo.send(.POST, list, "{}", secret).body == Array("[]".utf8))
            #expect(try await demo.get(demo.base + "/mj").status == 200)
            #expect(try await demo.get(demo.base + "/mj/nothing").status == 404)
        }
    }

    @Test func lists_nameWhatIsKnown_andLeaveOutTheRest() async throws {
        try await Demo.run(["--speed", "10000"]) { demo in
            for prompt in ["one", "two [[stuck]]", "three [[vanish]]"] {
                _ = try await demo.imagine(#"{"prompt":"\#(prompt)"}"#)
            }
            let ids = (0..<4).map { "168923140585340\($0)" }
            let asked = #"{"ids":["\#(ids[0])",\#(ids[1]),"\#(ids[2])","\#(ids[3])",null]}"#
            let url = demo.base + "/mj/task/list-by-condition"
            let tasks = try await demo.json(.POST, url, asked).array ?? []
            #expect(tasks.map { $0["id"]?.string } == [ids[0], ids[1]])
            let byIDs = try await demo.json(.POST, demo.base + "/mj/task/list-by-ids", asked)
            #expect(byIDs.array?.first?["displays"]?["action"] == .string("IMAGINE"))
            let all = try await demo.json(.GET, demo.base + "/mj/task/list")
            #expect(all.array?.map { $0["id"]?.string } == [ids[1], ids[0]])
            try await waitUntil("the first task to end") { () async throws in
                try await demo.fetch(ids[0])["status"] == .string("SUCCESS")
            }
            let queue = try await demo.json(.GET, demo.base + "/mj/task/queue")
            #expect(queue.array?.map { $0["id"]?.string } == [ids[1]])
            #expect(try await demo.get(demo.base + "/mj/task/\(ids[2])/fetch").body.isEmpty)
        }
    }

    @Test func control_forcesStates_forgetsTasks_andPausesAccounts() async throws {
        try await Demo.run { demo in
            _ = try await demo.imagine(#"{"prompt":"cat"}"#)
            let id = "1689231405853400"
            _ = try await demo.control(
                .POST,
                "/tasks/\(id)/state",
                #"{"status":"FAILURE","failReason":"x","imageUrl":"/relative.png"}"#
            )
            let task = try await demo.fetch(id)
            #expect(task["status"] == .string("FAILURE"))
            #expect(task["failReason"] == .string("x"))
            #expect(task["imageUrl"] == .string("/relative.png"))
            _ = try await demo.control(.POST, "/restart", #"{"keepTasks":true}"#)
            #expect(try await demo.fetch(id)["id"] == .string(id))
            _ = try await demo.control(.POST, "/restart")
            #expect(try await demo.get(demo.base + "/mj/task/\(id)/fetch").body.isEmpty)
            let accounts = try await demo.control(.GET, "/accounts")
            let account = try #require(accounts.array?.first?["id"]?.string)
            _ = try await demo.control(.POST, "/accounts/\(account)/pause")
            #expect(try await demo.imagine(#"{"prompt":"cat"}"#)["code"] == .integer(3))
            _ = try await demo.control(.POST, "/accounts/\(account)/resume")
            #expect(try await demo.imagine(#"{"prompt":"cat"}"#)["code"] == .integer(1))
            _ = try await demo.control(.POST, "/reset")
            #expect(
                try await demo.imagine(#"{"prompt":"cat"}"#)["result"] == .string(id)
            )
            let unknown = demo.process.controlURL + "/tasks/1/state"
            #expect(try await demo.send(.POST, unknown, "{}").status == 404)
        }
    }

    @Test func control_keepsWhatWasAsked() async throws {
        try await Demo.run { demo in
            _ = try await demo.imagine(#"{"prompt":"cat"}"#)
            let requests = try await demo.control(.GET, "/requests").array ?? []
            #expect(requests.count == 1)
            #expect(requests[0]["path"] == .string("/mj/submit/imagine"))
            #expect(requests[0]["method"] == .string("POST"))
            #expect(requests[0]["body"] == .string(#"{"prompt":"cat"}"#))
            #expect(requests[0]["status"] == .integer(200))
            #expect(requests[0]["headers"]?["content-type"] == .string("application/json"))
            _ = try await demo.control(.DELETE, "/requests")
            #expect(try await demo.control(.GET, "/requests") == .array([]))
        }
    }

    @Test func control_letsThingsGoWrong() async throws {
        try await Demo.run { demo in
            func set(_ fault: String) async throws {
                _ = try await demo.control(.POST, "/faults", fault)
            }
            let submit = demo.base + "/mj/submit/imagine"
            let cat = #"{"prompt":"cat"}"#
            try await set(#"{"target":"submit","kind":"status","status":503,"body":"<p>"}"#)
            #expect(try await demo.send(.POST, submit, cat).status == 503)
            try await set(#"{"target":"submit","kind":"close"}"#)
            await #expect(throws: (any Error).self) { try await demo.send(.POST, submit, cat) }
            let known = try await demo.control(.GET, "/tasks")
            #expect(known == .array([]))
            // Accepted, but nobody hears of it.
            try await set(#"{"target":"submit","kind":"lostAnswer"}"#)
            await #expect(throws: (any Error).self) { try await demo.send(.POST, submit, cat) }
            let accepted = try await demo.control(.GET, "/tasks").array ?? []
            #expect(accepted.count == 1)
            let id = try #require(accepted[0]["id"]?.string)
            let list = demo.base + "/mj/task/list-by-condition"
            let ids = #"{"ids":["\#(id)"]}"#
            for (fault, count) in [("omit", 0), ("duplicate", 2)] {
                try await set(#"{"target":"list","kind":"\#(fault)"}"#)
                #expect(try await demo.json(.POST, list, ids).array?.count == count)
            }
            try await set(#"{"target":"list","kind":"garbage"}"#)
            let garbage = try await demo.send(.POST, list, ids)
            #expect(garbage.body.starts(with: Array("<html>".utf8)))
            for fault in ["truncate", "trickle"] {
                try await set(#"{"target":"fetch","kind":"\#(fault)","milliseconds":1}"#)
            }
            let fetch = demo.base + "/mj/task/\(id)/fetch"
            await #expect(throws: (any Error).self) { try await demo.get(fetch) }
            #expect(try await demo.fetch(id)["id"] == .string(id))
            #expect(try await demo.json(.POST, list, ids).array?.count == 1)
        }
    }
}
