import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What is wrong when a channel is asked for its tasks.
    struct Reads {
        private static let patience = [
            "--set", "MJTASK_CHANNEL_POLL_TIMEOUT=1s", "--set", "MJTASK_CHANNEL_MAX_ANSWER=64K",
            "--set", "MJTASK_POLL_BACKOFF=200ms", "--set", "MJTASK_MISSING_GRACE=2s",
        ]

        /// Kinds 1 to 5 without their target.
        private static let faults = [
            #""kind":"delay","milliseconds":3000"#, #""kind":"late","milliseconds":2000"#,
            #""kind":"stall","milliseconds":2000"#, #""kind":"trickle","milliseconds":20"#,
            #""kind":"close""#, #""kind":"reset""#, #""kind":"lostAnswer""#,
            #""kind":"closeAfterHeaders""#, #""kind":"truncate""#,
            #""kind":"status","status":500,"body":"{}""#,
            #""kind":"status","status":502,"body":"<html>Bad Gateway</html>""#,
            #""kind":"status","status":503"#, #""kind":"status","status":429"#,
            #""kind":"status","status":403"#, #""kind":"unauthorized""#,
            #""kind":"garbage""#, #""kind":"garbage","body":"[{\"id\":""#,
            #""kind":"garbage","body":"{}""#, #""kind":"null""#, #""kind":"emptyArray""#,
            #""kind":"huge","megabytes":1"#, #""kind":"failureEnvelope""#,
            // The last: it can be read.
            #""kind":"contentType""#,
        ]

        /// 1 to 5: the looks that fail one after the other cost nothing but a moment.
        @Test func whateverIsWrongWithTheLists_theTaskEndsAsWhatItWas() async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                for fault in Self.faults {
                    try await channel.fault(#"{"target":"list",\#(fault)}"#)
                }
                let ids = [
                    try await flow.submit("submit/imagine", ["prompt": "a cat"]),
                    try await flow.submit("submit/imagine", ["prompt": "a cat [[fail:no]]"]),
                ]
                // Clients do not wait for a channel.
                let began = ContinuousClock.now
                #expect(try await demo.list().status == 200)
                #expect(ContinuousClock.now - began < .seconds(2))
                try await waitUntil("all to have happened", timeout: .seconds(30)) {
                    try await channel.pendingFaults() == 0
                }
                _ = try await flow.wait(for: ids[0])
                let failed = try await flow.wait(for: ids[1], "FAILURE")
                #expect(failed["failReason"]?.string == "no")
                #expect(try flow.balance().spent == 50_000)
            }
        }

        /// 1 to 5: a channel that no longer lists a task is asked for it alone, again and again.
        @Test func whateverIsWrongWithAFetch_theTaskEndsAsWhatItWas() async throws {
            try await withDemo(
                channel: [],
                Self.patience + ["--set", "MJTASK_MISSING_GRACE=1s"]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(#"{"target":"list","kind":"unknownTask","count":-1}"#)
                for fault in Self.faults {
                    try await channel.fault(#"{"target":"fetch",\#(fault)}"#)
                }
                let id = try await flow.submit("submit/imagine", ["prompt": "a cat"])
                try await waitUntil("all to have happened", timeout: .seconds(30)) {
                    try await channel.pendingFaults() == 1
                }
                _ = try await flow.wait(for: id)
                #expect(try flow.balance().spent == 50_000)
            }
        }

        /// 17
        @Test(arguments: ["omit", "reverse", "duplicate", "foreign"])
        func aListThatIsNotWhatWasAskedFor_endsEachTaskAsItself_andShowsNobodyAForeignOne(
            kind: String
        ) async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                // Somebody else's, whom the channel serves, too.
                _ = try await demo.send(
                    "POST",
                    channel.process.baseURL + "/mj/submit/imagine",
                    body: Array(#"{"prompt":"a foreign task","state":"1"}"#.utf8)
                )
                // All lists; those that omit only long enough to be missed.
                let count = kind == "omit" ? 6 : -1
                try await channel.fault(
                    #"{"target":"list","kind":"\#(kind)","ids":[],"count":\#(count)}"#
                )
                let flow = Flow(demo: demo)
                let prompts = ["a cat", "a dog", "a fox [[fail:fox]]"]
                var ids: [String] = []
                for prompt in prompts {
                    ids.append(try await flow.submit("submit/imagine", ["prompt": .string(prompt)]))
                }
                let other = Flow(demo: demo, key: demo["SECOND_API_KEY"])
                let theirs = try await other.submit("submit/imagine", ["prompt": "a bird"])

                let cat = try await flow.wait(for: ids[0])
                let dog = try await flow.wait(for: ids[1])
                let fox = try await flow.wait(for: ids[2], "FAILURE")
                #expect(try await other.wait(for: theirs)["prompt"]?.string == "a bird")
                #expect([cat, dog, fox].map { $0["prompt"]?.string } == prompts)
                #expect(fox["failReason"]?.string == "fox")
                #expect(try await flow.picture(of: cat) != flow.picture(of: dog))
                let list = try await demo.get("/mj/task/list", token: demo["API_KEY"])
                #expect(list.json.array?.compactMap { $0["id"]?.string } == ids.reversed())
                #expect(try flow.balance().spent == 100_000)
            }
        }
    }
}
