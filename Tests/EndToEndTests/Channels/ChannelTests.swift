import Domain
import Foundation
import Glibc
import Supervision
import TestSupport
import Testing

extension EndToEndTests {
    struct ChannelTests {
        @Test func tasksOfTwoChannels_endOnTheirOwn_andBothInSuccess() async throws {
            try await withTemporaryDirectory { directory in
                let other = try DemoUpstreamProcess(
                    directory: directory,
                    arguments: ["--speed", "40", "--secret", "other"]
                )
                defer { other.stop() }
                let demo = try RunningDemo(directory: directory)
                defer { demo.stop() }
                let onFirst = try await demo.submit("first channel")

                try demo.administer(
                    ["channels", "add", "other", other.baseURL, "--priority", "10"],
                    environment: ["MJTASK_CHANNEL_SECRET": "other"]
                )
                let onOther = try await demo.submit("other channel")

                let ids = [onFirst, onOther]
                try await waitUntil("both to end", timeout: .seconds(60)) {
                    try await demo.tasks(ids).values
                        .allSatisfy { $0["status"]?.string == "SUCCESS" }
                }
                let all = try await demo.get("/api/mj/", token: demo["ADMIN_ACCESS_TOKEN"])
                let items = try #require(all.json["data"]?["items"]?.array)
                let channels = ids.map { id in
                    items.first { $0["mj_id"]?.string == id }?["channel_id"]?.integer
                }
                #expect(channels == [1, 2])
            }
        }

        @Test func aChannelThatDies_holdsUpNeitherListsNorTheOtherChannel() async throws {
            try await withTemporaryDirectory { directory in
                let dying = try DemoUpstreamProcess(
                    directory: directory,
                    arguments: ["--speed", "1", "--secret", "dying"]
                )
                defer { dying.stop() }
                let demo = try RunningDemo(directory: directory)
                defer { demo.stop() }
                try demo.administer(
                    ["channels", "add", "dying", dying.baseURL, "--priority", "10"],
                    environment: ["MJTASK_CHANNEL_SECRET": "dying"]
                )
                let left = try await demo.submit("on the channel that dies")

                dying.kill()
                // Refused by the one that is gone, it goes to the next.
                let id = try await demo.submit("goes on")

                try await waitUntil("SUCCESS", timeout: .seconds(60)) {
                    try await demo.fetch(id).json["status"]?.string == "SUCCESS"
                }
                #expect(try await demo.list().json["data"]?["total"]?.integer == 2)
                #expect(try await demo.fetch(left).status == 200)
            }
        }
    }
}

extension RunningDemo {
    /// Runs a command of `mjtask` on it.
    func administer(_ arguments: [String], environment: [String: String] = [:]) throws {
        var environment = environment
        environment["MJTASK_SETTINGS"] = directory + "/mjtask.env"
        let command = try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask"),
                arguments: arguments,
                environment: environment,
                logFile: directory + "/administer.log"
            )
        )
        #expect(command.waitForExit(timeout: .seconds(30)) == 0)
    }
}
