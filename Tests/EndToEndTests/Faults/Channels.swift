import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What another channel may do in place of one that refuses, and what it may not.
    struct Channels {
        /// The demo's own channel is the second; the first is the one with the faults.
        private func withTwo(
            _ body: (Flow, _ first: Channel, DemoUpstreamProcess) async throws -> Void
        ) async throws {
            try await withTemporaryDirectory { directory in
                let process = try DemoUpstreamProcess(
                    directory: directory,
                    arguments: ["--speed", "40"]
                )
                defer { process.stop() }
                try await withDemo([
                    "--set", "MJTASK_SUBMIT_DEADLINE=12s",
                    "--set", "MJTASK_CHANNEL_SUBMIT_TIMEOUT=2s",
                ]) { demo in
                    try demo.administer(
                        ["channels", "add", "first", process.baseURL, "--priority", "10"]
                    )
                    try await body(
                        Flow(demo: demo),
                        Channel(demo: demo, process: process),
                        process
                    )
                }
            }
        }

        /// 2, 3, 15
        @Test func whatOneRefuses_theNextDraws_andItIsPaidOnce() async throws {
            try await withTwo { flow, first, process in
                let faults = [
                    #"{"target":"submit","kind":"queueFull"}"#,
                    #"{"target":"submit","kind":"noAccount"}"#,
                    #"{"target":"submit","kind":"unauthorized"}"#,
                    #"{"target":"submit","kind":"status","status":429}"#,
                    #"{"target":"submit","kind":"status","status":404}"#,
                ]
                var ids: [String] = []
                for fault in faults {
                    try await first.fault(fault)
                    ids.append(try await flow.submit("submit/imagine", ["prompt": .string(fault)]))
                }
                #expect(try await first.requests(to: "/submit/imagine").count == faults.count)
                // Refused connections, from now on.
                process.kill()
                ids.append(try await flow.submit("submit/imagine", ["prompt": "a cat"]))
                for id in ids { _ = try await flow.wait(for: id) }
                #expect(try flow.balance().spent == 50_000 * Int64(ids.count))
            }
        }

        /// 2, 3: it may have been done, and would be drawn and paid twice.
        @Test func whatOneMayHaveDone_theNextIsNeverAskedFor() async throws {
            try await withTwo { flow, first, _ in
                var ids: [String] = []
                for fault in [
                    #"{"target":"submit","kind":"lostAnswer"}"#,
                    #"{"target":"submit","kind":"null"}"#,
                    #"{"target":"submit","kind":"status","status":503}"#,
                ] {
                    try await first.fault(fault)
                    ids.append(try await flow.imagine(fault, code: 22).id)
                }
                _ = try await flow.wait(for: ids[0])
                _ = try await flow.wait(for: ids[1])
                _ = try await flow.wait(for: ids[2], "FAILURE")
                #expect(try await first.requests(to: "/submit/imagine").count == 3)
                #expect(try flow.balance().spent == 100_000)
            }
        }

        /// 2
        @Test func aRefusedConnection_isCode3_andTheTaskFailsWithItsRefund() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                channel.process.kill()
                let answer = try await flow.imagine("a cat", code: 3)
                #expect(answer.description == "无可用的账号实例")
                #expect(try await flow.newest()["status"]?.string == "FAILURE")
                #expect(try flow.balance().spent == 0)
            }
        }
    }
}
