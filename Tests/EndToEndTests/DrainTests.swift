import Domain
import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    struct DrainTests {
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
                try waitUntil("the successor") {
                    demo.pid(of: "relay").map { $0 != relay } ?? false
                }
                #expect(try await demo.list().json["data"]?["total"]?.integer == 2)
            }
        }

        @Test func lists_goOnWithoutAnError_whileTheirResponderIsRestartedInGoodOrder()
            async throws
        {
            try await withDemo { demo in
                _ = try await demo.submit("steady")
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<12 {
                        group.addTask {
                            var failures = 0
                            for _ in 0..<200 where try await demo.list().status != 200 {
                                failures += 1
                            }
                            return failures
                        }
                    }
                    for _ in 0..<5 {
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
