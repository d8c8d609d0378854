import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// A submit was taken and its answer lost: it is found again, and never sent twice.
    struct LostAnswerTests {
        private static let soon = [
            "--set", "MJTASK_SUBMIT_DEADLINE=30s", "--set", "MJTASK_CHANNEL_SUBMIT_TIMEOUT=10s",
        ]
        private static let lost = #"{"target":"submit","kind":"lostAnswer","count":1}"#

        /// By `state`, by the hook, and by the hook alone where only the newest are listed.
        @Test(arguments: [
            "{}", #"{"state":false}"#, #"{"listLimit":100}"#, #"{"state":false,"listLimit":1}"#,
            #"{"hookNever":true}"#,
        ])
        func itIsFound_andEndsAsWhatItWas(settings: String) async throws {
            try await withDemo(channel: [], Self.soon) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.set(settings)
                try await channel.fault(Self.lost)
                let answer = try await flow.post("submit/imagine", ["prompt": "a lost cat"])
                #expect(answer.json["code"]?.integer == 22)
                let id = try #require(answer.json["result"]?.string)
                // Others come after it, so that it is not the newest.
                for number in 0..<3 { _ = try await demo.submit("other \(number)") }
                let task = try await flow.wait(for: id)
                #expect(task["prompt"]?.string == "a lost cat")
                #expect(try await channel.requests(to: "/submit/imagine").count == 4)
                #expect(try flow.balance().spent == 200_000)
            }
        }

        @Test func whatNobodyCanFind_endsAsFailure_withItsRefund() async throws {
            try await withDemo(
                channel: ["--no-state", "--list-limit", "1"],
                [
                    "--set", "MJTASK_SUBMIT_DEADLINE=15s", "--set",
                    "MJTASK_CHANNEL_SUBMIT_TIMEOUT=5s",
                ]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.set(#"{"hookNever":true}"#)
                try await channel.fault(Self.lost)
                let id = try await flow.submit("submit/imagine", ["prompt": "a cat"])
                _ = try await flow.submit("submit/imagine", ["prompt": "the newest there"])
                let task = try await flow.wait(for: id, "FAILURE")
                #expect(task["failReason"]?.string?.isEmpty == false)
                #expect(try await channel.requests(to: "/submit/imagine").count == 2)
                #expect(try flow.balance().spent == 50_000)
            }
        }

        @Test(arguments: [[], ["--no-state"]])
        func theAnswerToAModalCall_isFoundByItsKnownId(switches: [String]) async throws {
            try await withDemo(channel: switches, Self.soon) { demo, channel in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let window = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
                try await channel.fault(Self.lost)
                let answer = try await flow.post(
                    "submit/modal",
                    ["taskId": .string(window), "prompt": "a cat --zoom 1.2"]
                )
                #expect(answer.json["code"]?.integer == 22)
                #expect(answer.json["result"]?.string == window)
                _ = try await flow.wait(for: window)
                #expect(try await channel.requests(to: "/submit/modal").count == 1)
                #expect(try flow.balance().spent == 50_000 + 25_000 + 50_000)
            }
        }

        @Test func aModalCallThatNeverArrived_endsAsFailure_withItsRefund() async throws {
            try await withDemo(
                channel: [],
                [
                    "--set", "MJTASK_SUBMIT_DEADLINE=15s", "--set",
                    "MJTASK_CHANNEL_SUBMIT_TIMEOUT=5s",
                ]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let window = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
                try await channel.fault(#"{"target":"submit","kind":"close","count":1}"#)
                let answer = try await flow.post(
                    "submit/modal",
                    ["taskId": .string(window), "prompt": "a cat --zoom 1.2"]
                )
                #expect(answer.json["code"]?.integer == 22)
                _ = try await flow.wait(for: window, "FAILURE")
                #expect(try flow.balance().spent == 75_000)
            }
        }

        @Test func aForgedHook_changesNothing() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let id = try await flow.submit("submit/imagine", ["prompt": "[[slow:600]] cat"])
                let zeros = String(repeating: "0", count: 32)
                for path in [id, "\(id)-", "\(id)-\(zeros)", "0-\(zeros)", "x"] {
                    let answer = try await demo.send(
                        "POST",
                        "/mj/notify/\(path)",
                        body: Array(#"{"id":"1","status":"SUCCESS","progress":"100%"}"#.utf8)
                    )
                    #expect(answer.status == 404, "\(path)")
                }
                #expect(try await flow.fetch(id)["status"]?.string != "SUCCESS")
            }
        }

        /// Whoever knows the path of one task cannot end it, or give it another's picture.
        @Test func aRightHookWithWrongWords_isOnlyAHint() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                let id = try await flow.submit("submit/imagine", ["prompt": "[[slow:600]] cat"])
                let other = try await flow.draw("submit/imagine", ["prompt": "a dog"])
                let hook = try #require(
                    try await channel.bodies(of: "/submit/imagine").first?["notifyHook"]?.string
                )
                #expect(hook.hasPrefix(demo["BASE_URL"] + "/mj/notify/\(id)-"))
                for _ in 0..<20 {
                    let answer = try await demo.send(
                        "POST",
                        hook,
                        body: Array(#"{"id":"1","status":"SUCCESS","progress":"100%"}"#.utf8)
                    )
                    #expect(answer.status == 200)
                }
                #expect(try await flow.fetch(id)["status"]?.string != "SUCCESS")
                #expect(other["status"]?.string == "SUCCESS")
            }
        }

        /// The pauses between looks are long; the hook makes one at once.
        @Test func theChannelsHook_makesThePollerLookAtOnce() async throws {
            try await withDemo(
                channel: [],
                ["--set", "MJTASK_POLL_SHORTEST=30s", "--set", "MJTASK_POLL_LONGEST=30s"]
            ) { demo, _ in
                let flow = Flow(demo: demo)
                let began = ContinuousClock.now
                for number in 0..<3 {
                    _ = try await flow.draw("submit/imagine", ["prompt": .string("\(number)")])
                }
                #expect(ContinuousClock.now - began < .seconds(25))
            }
        }
    }
}
