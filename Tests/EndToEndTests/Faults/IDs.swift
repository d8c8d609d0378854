import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 7: what is odd about the id that a channel answers. One without an id is in `Submits`.
    struct IDs {
        @Test func anOddID_isCode1_andTheTaskIsDrawn_andGoneOnWith() async throws {
            try await withDemo(channel: ["--speed", "200"]) { demo, channel in
                let flow = Flow(demo: demo)
                var pictures: Set<[UInt8]> = []
                for kind in ["numericId", "longId", "longId", "leadingZeroId", "leadingZeroId"] {
                    try await channel.fault(#"{"target":"submit","kind":"\#(kind)"}"#)
                    let task = try await flow.wait(for: try await flow.imagine(kind, code: 1).id)
                    let id = try #require(task["id"]?.string)
                    #expect(id.count == 16 && !id.hasPrefix("0"))
                    #expect(task["prompt"]?.string == kind)
                    pictures.insert(try await flow.picture(of: task))
                    _ = try await flow.wait(
                        for: try await flow.press("MJ::JOB::upsample::1::", of: task)
                    )
                }
                #expect(pictures.count == 5)
                #expect(try flow.balance().spent == 5 * 75_000)
            }
        }

        /// Given out again after its first task was done.
        @Test(arguments: [[], ["--no-state"]])
        func anIDOfATaskThatIsDone_isTwoTasks_eachWithItsOwnPicture(
            switches: [String]
        ) async throws {
            try await withDemo(channel: ["--speed", "200"] + switches) { demo, channel in
                let flow = Flow(demo: demo)
                let first = try await flow.draw("submit/imagine", ["prompt": "a cat"])
                let picture = try await flow.picture(of: first)
                try await channel.fault(#"{"target":"submit","kind":"duplicateId"}"#)
                let second = try await flow.draw("submit/imagine", ["prompt": "a dog"])
                #expect(first["id"] != second["id"])
                #expect(try await flow.picture(of: second) != picture)
                let again = try await flow.fetch(try #require(first["id"]?.string))
                #expect(again == first)
                #expect(try await flow.picture(of: again) == picture)
                #expect(try flow.balance().spent == 100_000)
            }
        }

        /// Given out again while its first task runs: the channel has forgotten that one.
        @Test func anIDOfATaskThatRuns_isAFailureWithItsRefund_andASuccess() async throws {
            try await withDemo(
                channel: [],
                ["--set", "MJTASK_MISSING_GRACE=1s", "--set", "MJTASK_MISSING_LOOKS=2"]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                let lost = try await flow.imagine("a cat [[slow:60]]", code: 1).id
                _ = try await flow.wait(for: lost, "IN_PROGRESS")
                try await channel.fault(#"{"target":"submit","kind":"duplicateId"}"#)
                let kept = try await flow.imagine("a dog [[slow:2]]", code: 1).id
                _ = try await flow.wait(for: lost, "FAILURE")
                let task = try await flow.wait(for: kept)
                #expect(task["prompt"]?.string == "a dog [[slow:2]]")
                #expect(try await flow.fetch(lost)["imageUrl"]?.string ?? "" == "")
                #expect(try flow.balance().spent == 50_000)
            }
        }
    }
}
