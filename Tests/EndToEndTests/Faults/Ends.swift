import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// How tasks end that are not drawn.
    struct Ends {
        /// 13: and a SUCCESS that comes after it changes nothing.
        @Test func aTaskThatIsStuck_isAFailure任务超时_atTheDeadline_withItsRefund() async throws {
            try await withDemo(channel: [], ["--set", "MJTASK_TASK_DEADLINE=10s"]) {
                demo,
                channel in
                let flow = Flow(demo: demo)
                var ids: [String] = []
                for state in ["NOT_START", "SUBMITTED", "IN_PROGRESS"] {
                    let prompt = JSONValue.string("a cat [[stuck:\(state)]]")
                    ids.append(try await flow.submit("submit/imagine", ["prompt": prompt]))
                }
                let grid = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let window = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
                for id in ids {
                    let task = try await flow.wait(for: id, "FAILURE")
                    #expect(task["failReason"]?.string == "任务超时")
                }
                // One that waits for its client is not stuck.
                #expect(try await flow.fetch(window)["status"]?.string == "MODAL")
                #expect(try flow.balance().spent == 75_000)
                let late = try await channel.upstreamID(ids[2])
                try await channel.send("POST", "/tasks/\(late)/state", #"{"status":"SUCCESS"}"#)
                _ = try await flow.draw()
                #expect(try await flow.fetch(ids[2])["status"]?.string == "FAILURE")
                #expect(try flow.balance().spent == 125_000)
            }
        }

        /// 13, 14
        @Test func theReasonOfAFailure_isTheChannels_alsoAnEmptyOne_andItIsPaidBack()
            async throws
        {
            let reasons = [
                "invalid": "[Invalid parameter] Invalid value",
                "banned": "[Banned prompt detected] The word is banned",
                "process": "Failed to process your command",
                "captcha":
                    "[Action required to continue] /captcha/embedded/1x00000000000000000000AA",
                "queue": "[Queue full] You have reached the maximum number of queued jobs",
                "internal": "[Internal Server Error] null", "empty": "",
                // 13: its own, long before our deadline.
                "timeout": "任务超时",
            ]
            try await withDemo(channel: ["--speed", "200"]) { demo, _ in
                let flow = Flow(demo: demo)
                var ids: [String: String] = [:]
                for name in reasons.keys where name != "timeout" {
                    let prompt = JSONValue.string("a cat [[failure:\(name)]]")
                    ids[name] = try await flow.submit("submit/imagine", ["prompt": prompt])
                }
                ids["timeout"] = try await flow.submit("submit/imagine", ["prompt": "[[timeout]]"])
                for (name, id) in ids {
                    let task = try await flow.wait(for: id, "FAILURE")
                    #expect(task["failReason"]?.string ?? "" == reasons[name], "\(name)")
                }
                let rows = try await demo.list("?page_size=100").json["data"]?["items"]?.array
                #expect(
                    Set((rows ?? []).compactMap { $0["fail_reason"]?.string })
                        == Set(reasons.values)
                )
                #expect(try flow.balance().spent == 0)
            }
        }
    }
}
