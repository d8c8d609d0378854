import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 6: a task that its channel no longer knows.
    struct Vanishings {
        private static let patience = [
            "--set", "MJTASK_MISSING_GRACE=1s", "--set", "MJTASK_MISSING_LOOKS=2",
        ]

        private func checkVanished(_ id: String, _ flow: Flow) async throws {
            let task = try await flow.wait(for: id, "FAILURE")
            #expect(task["failReason"]?.string?.contains("渠道中已不存在该任务") == true)
        }

        /// As each family says it: nothing with 200 or 204, or 404; and omitted from lists.
        @Test(arguments: ["plus", "java", "csharp"])
        func aTaskThatIsAcceptedAndNeverSeen_isAFailure_withItsRefund(profile: String) async throws
        {
            try await withDemo(channel: ["--profile", profile], Self.patience) { demo, _ in
                let flow = Flow(demo: demo)
                let id = try await flow.submit("submit/imagine", ["prompt": "[[vanish]]"])
                try await checkVanished(id, flow)
                #expect(try flow.balance().spent == 0)
            }
        }

        @Test func aTaskThatAFetchDoesNotKnow_isAFailure_withItsRefund() async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(#"{"target":"list","kind":"unknownTask","count":-1}"#)
                var ids: [String] = []
                for status in [200, 204, 404] {
                    let prompt = JSONValue.string("a cat [[slow:60]] \(status)")
                    let id = try await flow.submit("submit/imagine", ["prompt": prompt])
                    let upstreamID = try await channel.upstreamID(id)
                    try await channel.fault(
                        #"{"target":"fetch","kind":"unknownTask","status":\#(status),"count":-1,"#
                            + #""task":"\#(upstreamID)"}"#
                    )
                    ids.append(id)
                }
                for id in ids { try await checkVanished(id, flow) }
                #expect(try flow.balance().spent == 0)
            }
        }

        @Test func tasksThatARestartForgot_areFailures_withTheirRefunds_andOthersGoOn()
            async throws
        {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                var ids: [String] = []
                for number in 0..<3 {
                    ids.append(
                        try await flow.submit(
                            "submit/imagine",
                            ["prompt": .string("[[stuck]] \(number)")]
                        )
                    )
                }
                _ = try await flow.wait(for: ids[0], "IN_PROGRESS")
                try await channel.send("POST", "/restart", "{}")
                let next = try await flow.draw()
                for id in ids { _ = try await flow.wait(for: id, "FAILURE") }
                #expect(next["status"]?.string == "SUCCESS")
                #expect(try flow.balance().spent == 50_000)
                // The parent is gone there, and that is no reason to give the channel up.
                let parent = try #require(next["id"]?.string)
                try await channel.send("POST", "/restart", "{}")
                let answer = try await flow.post(
                    "submit/action",
                    [
                        "taskId": .string(parent),
                        "customId": .string(try flow.customID("MJ::JOB::upsample::1::", of: next)),
                    ]
                )
                #expect(answer.json["code"]?.integer == 4)
                #expect(try flow.balance().spent == 50_000)
            }
        }

        /// A look or two that miss it prove nothing.
        @Test func aTaskThatIsMissedForAMoment_endsAsWhatItWas() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(#"{"target":"list","kind":"unknownTask","count":5}"#)
                _ = try await flow.draw()
                #expect(try flow.balance().spent == 50_000)
            }
        }
    }
}
