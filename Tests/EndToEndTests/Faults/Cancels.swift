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

        /// 2 to 5: the client has its answer at once; the channel is told again where it may not
        /// have heard.
        @Test func whateverAChannelAnswersToACancel_itStaysACancel_andPaidBack() async throws {
            let faults = [
                #""kind":"garbage""#, #""kind":"null""#, #""kind":"emptyArray""#,
                #""kind":"failureEnvelope""#, #""kind":"close""#, #""kind":"status","status":503"#,
            ]
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                var ids: [String] = []
                for fault in faults {
                    try await channel.fault(#"{"target":"cancel",\#(fault)}"#)
                    let prompt = JSONValue.string("a cat [[slow:600]] \(fault)")
                    ids.append(try await flow.submit("submit/imagine", ["prompt": prompt]))
                }
                for id in ids {
                    let answer = try await flow.post("task/\(id)/cancel", [:])
                    #expect(answer.json["code"]?.integer == 1)
                    #expect(try await flow.fetch(id)["status"]?.string == "CANCEL")
                }
                #expect(try flow.balance().spent == 0)
                try await waitUntil("the channel to know of all but the one it refused") {
                    try await channel.tasks().count { $0["status"]?.string == "CANCEL" }
                        == faults.count - 1
                }
                #expect(try await channel.pendingFaults() == 0)
            }
        }
    }
}
