import Domain
import Storage
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

/// What clients are told of limits, and what it costs them: nothing.
struct LimitedSubmitTests {
    private static let accepted =
        #"{"code":1,"description":"ok","result":"14001929738841620","properties":{}}"#

    private func withChannel(
        _ limit: String,
        _ body: (TestAPI, ScriptedChannel) async throws -> Void
    )
        async throws
    {
        let channel = try ScriptedChannel(answer: Self.accepted)
        defer { channel.stop() }
        try await TestAPI.run { api in
            try api.use(channel)
            try api.store.execute(limit)
            try await body(api, channel)
            #expect(try api.store.verifyLedger() == [])
        }
    }

    @Test(arguments: [
        "/mj/submit/imagine", "/fast/mj/submit/imagine", "/mj-turbo/mj/submit/imagine",
    ])
    func tooManySubmits_areA429_thatSaysWhenToTryAgain(path: String) async throws {
        try await withChannel("UPDATE users SET submits_per_minute = 1") { api, channel in
            _ = try await submit(#"{"prompt":"a cat"}"#, to: path, api)
            let left = try api.quota()

            let answer = try await submit(#"{"prompt":"a cat"}"#, to: path, api)

            #expect(answer.status == 429)
            let seconds = try #require(answer.headers["retry-after"].flatMap(Int.init))
            #expect((50...60).contains(seconds))
            #expect(answer.json["code"]?.integer == 9)
            #expect(
                answer.json["description"]?.string
                    == "too many submits, please try again in \(seconds) s"
            )
            #expect(answer.json["result"] == .null)
            #expect(try api.quota() == left)
            #expect(channel.requests.count == 1)
        }
    }

    @Test func tooManyTasksAtATime_areA429_untilOneHasEnded() async throws {
        try await withChannel("UPDATE tokens SET concurrent_tasks = 1") { api, channel in
            _ = try await submit(#"{"prompt":"a cat"}"#, api)
            let task = try #require(try api.newestTask())
            let refused = try await submit(#"{"prompt":"a cat"}"#, api)
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "5")
            let upload = try await submit(
                #"{"base64Array":["data:image/png;base64,AAAA"]}"#,
                to: "/mj/submit/upload-discord-images",
                api
            )
            #expect(upload.status == 429)
            #expect(channel.requests.count == 1)

            try await api.finish(task)

            #expect(try await submit(#"{"prompt":"a cat"}"#, api).status == 200)
        }
    }

    @Test func anActionThatTheTokenIsNotAllowed_isA403_thatNamesIt() async throws {
        try await withChannel("UPDATE tokens SET allowed_actions = 'DESCRIBE'") { api, channel in
            let left = try api.quota()
            let requests = [
                ("/mj/submit/imagine", #"{"prompt":"a cat"}"#, "IMAGINE"),
                (
                    "/mj/submit/upload-discord-images",
                    #"{"base64Array":["data:image/png;base64,AAAA"]}"#, "UPLOAD"
                ),
                ("/mj/submit/shorten", #"{"prompt":"a cat"}"#, "SHORTEN"),
            ]
            for (path, body, action) in requests {
                let answer = try await submit(body, to: path, api)
                #expect(answer.status == 403)
                #expect(answer.json["code"]?.integer == 4)
                #expect(
                    answer.json["description"]?.string
                        == "the token may not be used for \(action)"
                )
            }
            #expect(try api.quota() == left)
            #expect(channel.requests.isEmpty)

            let allowed = try await submit(
                #"{"base64":"data:image/png;base64,AAAA"}"#,
                to: "/mj/submit/describe",
                api
            )
            #expect(allowed.json["code"]?.integer == 1)
        }
    }

    @Test func followUpsAndModalCalls_areLimitedToo() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(
                customIDs: ["MJ::JOB::upsample::1::h", "MJ::BOOKMARK::h"]
            )
            let window = try world.task(status: .modal)
            try world.store.execute("UPDATE tokens SET allowed_actions = 'IMAGINE'")
            let quota = try world.quota()

            let press = #"{"taskId":"\#(parent.mjID)","customId":"MJ::JOB::upsample::1::h"}"#
            let bookmark = #"{"taskId":"\#(parent.mjID)","customId":"MJ::BOOKMARK::h"}"#
            let modal = #"{"taskId":"\#(window.mjID)","prompt":"a dog"}"#
            let upscale = try world.post(ActionRequest.self, press)
            #expect(upscale.status == 403)
            #expect(upscale.description?.hasSuffix("UPSCALE") == true)
            #expect(try world.post(ActionRequest.self, bookmark).status == 403)
            #expect(try world.post(ModalRequest.self, modal).status == 403)

            try world.store.execute(
                "UPDATE tokens SET allowed_actions = ''; UPDATE users SET submits_per_minute = 1"
            )
            #expect(try world.post(ActionRequest.self, bookmark).code == 1)
            #expect(try world.quota() == quota)
            #expect(try world.post(ModalRequest.self, modal).code == 1)
            #expect(try world.post(ActionRequest.self, press).status == 429)
            #expect(world.sent.count == 2)
        }
    }

    @Test func allDescribedPrompts_areOneSubmit_andATaskEach() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(
                action: .describe,
                customIDs: (1...4).map { "MJ::Job::PicReader::\($0)" } + ["MJ::Job::PicReader::all"]
            )
            world.answer = { () throws(ChannelError) in
                .make(1, "ok", (1...4).map { "900000000000000\($0)" })
            }
            let press = #"{"taskId":"\#(parent.mjID)","customId":"MJ::Job::PicReader::all"}"#
            try world.store.execute("UPDATE users SET concurrent_tasks = 3")
            #expect(try world.post(ActionRequest.self, press).status == 429)

            try world.store.execute(
                "UPDATE users SET concurrent_tasks = 4, submits_per_minute = 1"
            )
            let reply = try world.post(ActionRequest.self, press)

            #expect(reply.code == 1)
            #expect(reply.result?.split(separator: ",").count == 4)
            #expect(try world.post(ActionRequest.self, press).status == 429)
        }
    }

    /// The channel draws without asking for the region, and the drawing cannot be paid.
    @Test func aWindowThatIsDrawnAtOnce_andCannotBePaid_isA403() async throws {
        try await FollowUpWorld.run(quota: 75_000) { world in
            let parent = try await world.parent(customIDs: ["MJ::Inpaint::1::h::SOLO"])
            #expect(try world.quota() == 25_000)

            let reply = try world.post(
                ActionRequest.self,
                #"{"taskId":"\#(parent.mjID)","customId":"MJ::Inpaint::1::h::SOLO"}"#
            )

            #expect(reply.status == 403)
            #expect(reply.code == 4)
            #expect(reply.description == "quota_not_enough")
            let task = try #require(try world.tasks().first)
            #expect(task.action == .inpaint)
            #expect(task.status == .failure)
            #expect(try world.quota() == 25_000)
            #expect(try await world.store.dueCancellations(limit: 9, now: .max).count == 1)
        }
    }

    @Test func severalModesOfAnAccountFilter_arePaidAsTheDearest() async throws {
        let prices = """
            INSERT INTO prices VALUES ('IMAGINE', 'TURBO', 120000), ('IMAGINE', 'RELAX', 10000)
            """
        try await withChannel(prices) { api, channel in
            let filters: [(String, Int64, SpeedMode?)] = [
                (#"["RELAX","TURBO"]"#, 120_000, .turbo), (#"["RELAX","FAST"]"#, 50_000, .fast),
                (#"["RELAX"]"#, 10_000, .relax), (#"["RELAX","relax"]"#, 10_000, .relax),
            ]
            for (modes, price, mode) in filters {
                _ = try await submit(#"{"prompt":"a","accountFilter":{"modes":\#(modes)}}"#, api)
                let task = try #require(try api.newestTask())
                #expect(task.quota == price)
                #expect(task.mode == mode)
            }
            // A flag that the filter does not hold may be followed as well.
            _ = try await submit(
                #"{"prompt":"a --turbo","accountFilter":{"modes":["RELAX","FAST"]}}"#,
                api
            )
            #expect(try api.newestTask()?.quota == 120_000)
            // The path leaves no choice.
            _ = try await submit(
                #"{"prompt":"a","accountFilter":{"modes":["RELAX","TURBO"]}}"#,
                to: "/relax/mj/submit/imagine",
                api
            )
            #expect(try api.newestTask()?.quota == 10_000)
            #expect(channel.requests.count == 6)
        }
    }
}
