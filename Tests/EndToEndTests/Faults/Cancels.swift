import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 18, and what else a channel may answer to a cancel.
    struct Cancels {
        @Test func aCancelThatIsAnsweredAndIgnored_staysACancel_andPaidBack() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(#"{"target":"cancel","kind":"ignored","count":1}"#)
                var ids: [String] = []
                for prompt in ["a cat [[slow:2]]", "a dog [[slow:2]] [[uncancellable]]"] {
                    let id = try await flow.submit("submit/imagine", ["prompt": .string(prompt)])
                    _ = try await flow.wait(for: id, "IN_PROGRESS")
                    let answer = try await flow.post("task/\(id)/cancel", [:])
                    #expect(answer.json["code"]?.integer == 1)
                    ids.append(id)
                }
                for id in ids {
                    try await waitUntil("the channel to draw it all the same") {
                        try await channel.task(id)["status"]?.string == "SUCCESS"
                    }
                }
                #expect(try await channel.requests(to: "/cancel").count == 2)
                _ = try await flow.draw()
                for id in ids {
                    let task = try await flow.fetch(id)
                    #expect(task["status"]?.string == "CANCEL")
                    #expect(task["imageUrl"]?.string ?? "" == "")
                }
                #expect(try flow.balance().spent == 50_000)
            }
        }

        /// 1 to 5: the client has its answer at once, and the channel is told again where it may
        /// not have understood.
        @Test func whateverAChannelAnswersToACancel_itStaysACancel_andPaidBack() async throws {
            let faults = [
                #""kind":"delay","milliseconds":2000"#, #""kind":"close""#, #""kind":"reset""#,
                #""kind":"status","status":503"#, #""kind":"unauthorized""#, #""kind":"garbage""#,
                #""kind":"null""#, #""kind":"emptyArray""#, #""kind":"failureEnvelope""#,
            ]
            try await withDemo(
                channel: [],
                ["--set", "MJTASK_CHANNEL_POLL_TIMEOUT=1s"]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                for fault in faults { try await channel.fault(#"{"target":"cancel",\#(fault)}"#) }
                var ids: [String] = []
                for fault in faults {
                    ids.append(
                        try await flow.submit(
                            "submit/imagine",
                            ["prompt": .string("a cat [[slow:600]] \(fault)")]
                        )
                    )
                }
                for id in ids {
                    let began = ContinuousClock.now
                    let answer = try await flow.post("task/\(id)/cancel", [:])
                    #expect(answer.json["code"]?.integer == 1)
                    #expect(ContinuousClock.now - began < .seconds(1))
                }
                for id in ids { #expect(try await flow.fetch(id)["status"]?.string == "CANCEL") }
                #expect(try flow.balance().spent == 0)
            }
        }
    }
}
