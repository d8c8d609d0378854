import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 12: what is wrong with the buttons of a finished task.
    struct Buttons {
        @Test func buttonsThatAreNone_areAnArray_andTheTaskIsASuccess() async throws {
            try await withDemo(channel: ["--speed", "200"]) { demo, _ in
                let flow = Flow(demo: demo)
                // Nothing said of buttons is not the same as none.
                for (name, count) in [
                    ("missing", 9), ("null", 9), ("empty", 0), ("nullCustomId", 0),
                ] {
                    let task = try await flow.draw(
                        "submit/imagine",
                        ["prompt": .string("a cat [[buttons:\(name)]]")]
                    )
                    #expect(task["buttons"]?.array?.count == count, "\(name)")
                }
                #expect(try flow.balance().spent == 200_000)
            }
        }

        /// Whoever has read them may press them.
        @Test func buttonsThatChangeAfterSuccess_stayAsTheyWereShown() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                let task = try await flow.draw(
                    "submit/imagine",
                    ["prompt": "a cat [[buttons:change]] [[slow:3]]"]
                )
                let id = try #require(task["id"]?.string)
                let upstreamID = try await channel.upstreamID(id)
                #expect((task["buttons"]?.array ?? []).count > 2)
                try await waitUntil("the channel to show fewer") {
                    let shown = try await demo.send(
                        "GET",
                        channel.process.baseURL + "/mj/task/\(upstreamID)/fetch"
                    )
                    return shown.json["buttons"]?.array?.count == 2
                }
                #expect(try await flow.fetch(id) == task)
                _ = try await flow.wait(
                    for: try await flow.press("MJ::JOB::variation::4::", of: task)
                )
            }
        }
    }
}
