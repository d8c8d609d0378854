import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 8: done, and the answer lost, whatever was submitted. Of imagine and modal there is more in
    /// `LostAnswerTests`.
    struct LostSubmits {
        @Test func everySubmitWhoseAnswerIsLost_isCode22_andEndsAsWhatItWas_sentOnce()
            async throws
        {
            try await withDemo(
                channel: [],
                [
                    "--set", "MJTASK_SUBMIT_DEADLINE=15s",
                    "--set", "MJTASK_CHANNEL_SUBMIT_TIMEOUT=5s",
                ]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let parent = try #require(grid["id"])
                let submits: [(route: String, body: [String: JSONValue], action: String)] = [
                    (
                        "submit/action",
                        [
                            "taskId": parent,
                            "customId": .string(
                                try flow.customID("MJ::JOB::upsample::1::", of: grid)
                            ),
                        ], "UPSCALE"
                    ),
                    (
                        "submit/change", ["taskId": parent, "action": "VARIATION", "index": 2],
                        "VARIATION"
                    ),
                    ("submit/describe", ["base64": .string(pixel)], "DESCRIBE"),
                    ("submit/shorten", ["prompt": "a very long cat"], "SHORTEN"),
                    (
                        "submit/blend", ["base64Array": [.string(pixel), .string(otherPixel)]],
                        "BLEND"
                    ),
                    (
                        "insight-face/swap",
                        ["sourceBase64": .string(pixel), "targetBase64": .string(otherPixel)],
                        "SWAP_FACE"
                    ),
                ]
                var ids: [String] = []
                for submit in submits {
                    try await channel.fault(#"{"target":"submit","kind":"lostAnswer"}"#)
                    ids.append(try await flow.submit(submit.route, submit.body, codes: [22]))
                }
                for (id, submit) in zip(ids, submits) {
                    #expect(try await flow.wait(for: id)["action"]?.string == submit.action)
                    let sent = try await channel.bodies(of: "/mj/" + submit.route)
                    #expect(sent.count { $0["state"]?.string == id } <= 1)
                }
                #expect(try await channel.tasks().count == 1 + submits.count)
                _ = try flow.balance()
            }
        }
    }
}
