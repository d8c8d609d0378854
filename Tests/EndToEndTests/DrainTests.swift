import Domain
import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    struct DrainTests {
        @Test func listsThatAreAskedForWhileTheirResponderRestarts_areAllAnswered() async throws {
            try await withDemo { demo in
                for number in 0..<3 { _ = try await demo.submit("steady \(number)") }
                try await withThrowingTaskGroup(of: [Int].self) { group in
                    for _ in 0..<12 {
                        group.addTask {
                            var statuses: [Int] = []
                            for _ in 0..<200 { statuses.append(try await demo.list().status) }
                            return statuses
                        }
                    }
                    for _ in 0..<5 {
                        let list = try #require(demo.pid(of: "list"))
                        kill(list, SIGTERM)
                        try waitUntil("list to run again") {
                            demo.pid(of: "list").map { $0 != list && isRunning($0) } ?? false
                        }
                    }
                    for try await statuses in group {
                        #expect(statuses.allSatisfy { $0 == 200 })
                    }
                }
            }
        }

        @Test func aSubmitThatWaitsForItsChannel_isAnsweredWhole_byARelayThatIsToldToStop()
            async throws
        {
            try await withTemporaryDirectory { directory in
                let channel = try DemoUpstreamProcess(directory: directory)
                defer { channel.stop() }
                let demo = try RunningDemo(
                    directory: directory,
                    arguments: ["--upstream", channel.baseURL]
                )
                defer { demo.stop() }
                let slow = try await demo.send(
                    "POST",
                    channel.controlURL + "/faults",
                    body: Array(
                        #"{"target":"submit","kind":"delay","milliseconds":3000,"count":1}"#.utf8
                    )
                )
                #expect(slow.status == 200)
                let relay = try #require(demo.pid(of: "relay"))

                async let answered = demo.submit("slow")
                try await waitUntil("the submit to reach the channel") {
                    let requests = try await demo.get(channel.controlURL + "/requests")
                    return String(decoding: requests.bytes, as: UTF8.self)
                        .contains("/mj/submit/imagine")
                }
                kill(relay, SIGTERM)
                // Waits in the socket's queue for the successor.
                async let queued = demo.submit("right behind")

                let ids = try await [answered, queued]
                #expect(Set(ids).count == 2)
                #expect(demo.pid(of: "relay") != relay)
                #expect(try await demo.list().json["data"]?["total"]?.integer == 2)
            }
        }

        @Test func lists_goOnWithoutAnError_whileTheirResponderIsRestartedInGoodOrder()
            async throws
        {
            try await withDemo { demo in
                _ = try await demo.submit("steady")
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            var failures = 0
                            for _ in 0..<100 where try await demo.list().status != 200 {
                                failures += 1
                            }
                            return failures
                        }
                    }
                    for _ in 0..<3 {
                        let pid = try #require(demo.pid(of: "list"))
                        kill(pid, SIGTERM)
                        try waitUntil("the successor") {
                            demo.pid(of: "list").map { $0 != pid } ?? false
                        }
                    }
                    for try await failures in group { #expect(failures == 0) }
                }
            }
        }
    }
}
