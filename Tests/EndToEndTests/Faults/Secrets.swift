import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 15: a channel that no longer lets us in.
    struct Secrets {
        private static let patience = [
            "--set", "MJTASK_POLL_BACKOFF=500ms", "--set", "MJTASK_MISSING_GRACE=1s",
            "--set", "MJTASK_MISSING_LOOKS=1",
        ]

        @Test func a401InTheMiddle_letsTasksWait_andTheyEndAsWhatTheyWere() async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                try await shutOut(
                    Flow(demo: demo),
                    channel,
                    begin: {
                        try await channel.fault(
                            #"{"target":"any","kind":"unauthorized","count":-1}"#
                        )
                    },
                    end: { try await channel.clearFaults() }
                )
            }
        }

        @Test func aSecretThatChanges_letsTasksWait_andTheyEndAsWhatTheyWere() async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                try await shutOut(
                    Flow(demo: demo),
                    channel,
                    begin: { try await channel.set(#"{"secret":"another"}"#) },
                    end: { try await channel.set(#"{"secret":""}"#) }
                )
            }
        }

        private func shutOut(
            _ flow: Flow,
            _ channel: Channel,
            begin: () async throws -> Void,
            end: () async throws -> Void
        ) async throws {
            let done = try #require(try await flow.draw()["id"]?.string)
            let id = try await flow.submit("submit/imagine", ["prompt": "a cat [[slow:1]]"])
            let failing = try await flow.submit("submit/imagine", ["prompt": "[[fail:no]]"])
            let cancelled = try await flow.submit("submit/imagine", ["prompt": "[[slow:600]]"])
            try await begin()
            // Drawn there meanwhile, and looked for several times in vain.
            let looks = try await channel.requests(to: "/list-by-condition").count
            try await waitUntil("looks") {
                try await channel.requests(to: "/list-by-condition").count >= looks + 4
            }
            for waiting in [id, failing] {
                let status = try await flow.fetch(waiting)["status"]?.string
                #expect(["NOT_START", "SUBMITTED", "IN_PROGRESS"].contains(status))
            }
            // New ones are refused, and cost nothing.
            _ = try await flow.imagine("another", code: 3)
            #expect(try flow.balance().spent == 200_000)
            let seed = try await flow.demo.get(
                "/mj/task/\(done)/image-seed",
                token: flow.demo["API_KEY"]
            )
            #expect(seed.json["code"]?.integer == 9)
            #expect(try await flow.post("task/\(cancelled)/cancel", [:]).json["code"] == 1)

            try await end()
            _ = try await flow.wait(for: id)
            #expect(try await flow.wait(for: failing, "FAILURE")["failReason"]?.string == "no")
            #expect(try await flow.fetch(cancelled)["status"]?.string == "CANCEL")
            // Told at last.
            try await waitUntil("the channel to know of the cancel") {
                try await channel.task(cancelled)["status"]?.string == "CANCEL"
            }
            #expect(try flow.balance().spent == 100_000)
        }
    }
}
