import Domain
import Foundation
import Supervision
import TestSupport
import Testing

extension EndToEndTests {
    /// `mjtask channels` beside running programs.
    struct ChannelCommandTests {
        private func run(_ demo: RunningDemo, _ arguments: [String]) throws -> (
            status: Int32?, output: String
        ) {
            let log = demo.directory + "/command-\(UInt64.random(in: 0 ... .max)).log"
            let command = try ChildProcess(
                .init(
                    executable: BuiltProgram.path("mjtask"),
                    arguments: arguments,
                    environment: ["MJTASK_SETTINGS": demo.directory + "/mjtask.env"],
                    logFile: log
                )
            )
            let status = command.waitForExit(timeout: .seconds(60))
            return (status, try String(contentsOfFile: log, encoding: .utf8))
        }

        @Test func drain_waitsForWhatIsLeft_andTheChannelStaysDisabled() async throws {
            try await TwoChannels.run { channels in
                let flow = channels.flow
                let slow = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat [[slow:60]]"]
                )
                let early = try run(
                    channels.demo,
                    ["channels", "drain", "first", "--timeout", "300ms"]
                )
                #expect(early.status == 75, "\(early.output)")
                #expect(early.output.contains("left there: 1 in flight"))
                // New work is drawn by the other one.
                _ = try await flow.draw()
                _ = try await flow.post("task/\(slow)/cancel", [:])
                let done = try run(channels.demo, ["channels", "drain", "first"])
                #expect(done.status == 0, "\(done.output)")
                #expect(done.output.contains("nothing is left to do there"))
                let first = try channels.channel("first")
                #expect(first.status == .disabled)
                #expect(first.statusReason == "drained")
                #expect(try await channels.first.requests(to: "/submit/imagine").count == 1)
            }
        }

        @Test func test_saysWhetherAChannelIsThere_andTakesItsSecret() async throws {
            try await TwoChannels.run(secrets: ("one", "two")) { channels in
                let works = try run(channels.demo, ["channels", "test", "first", "--json"])
                #expect(works.status == 0, "\(works.output)")
                #expect(works.output.contains(#""secret_accepted" : true"#))

                try channels.demo.administer(
                    ["channels", "edit", "first"],
                    environment: ["MJTASK_CHANNEL_SECRET": "another"]
                )
                let wrong = try run(channels.demo, ["channels", "test", "first"])
                #expect(wrong.status == 69)
                #expect(wrong.output.contains("does not take its secret"))
                #expect(!wrong.output.contains("another"))

                channels.second.process.kill()
                let dead = try run(channels.demo, ["channels", "test", "3"])
                #expect(dead.status == 69)
                #expect(dead.output.contains("cannot be reached"), "\(dead.output)")

                let page = try run(
                    channels.demo,
                    ["channels", "edit", "second", "--url", channels.demo["BASE_URL"] + "/no"]
                )
                #expect(page.status == 0, "\(page.output)")
                let other = try run(channels.demo, ["channels", "test", "second", "--json"])
                #expect(other.status == 69)
                #expect(other.output.contains(#""reachable" : true"#), "\(other.output)")
                #expect(other.output.contains("is no midjourney-proxy"), "\(other.output)")
            }
        }
    }
}
