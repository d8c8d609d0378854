import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// What nginx does with the routes around single tasks, and with the description itself.
    struct TaskRoutesTests {
        @Test func description_isServed_toBrowsersOfAnyOrigin_andNotTwice() async throws {
            try await withDemo { demo in
                let path = "/mj/openapi.json"
                let answer = try await demo.get(path)
                let tag = try #require(answer.header("ETag"))
                let again = try await demo.get(path, headers: [("If-None-Match", tag)])
                let head = try RawConnection.exchange(
                    port: demo.port,
                    head: "HEAD \(path) HTTP/1.1\r\nHost: x\r\nConnection: close"
                )
                let post = try await demo.send("POST", path)
                let belowAMode = try await demo.get("/fast/mj/openapi.json")

                #expect(answer.status == 200)
                #expect(answer.json["openapi"]?.string == "3.1.0")
                #expect(answer.header("Content-Type") == "application/json")
                #expect(answer.header("Access-Control-Allow-Origin") == "*")
                #expect(answer.header("Cache-Control")?.contains("max-age") == true)
                #expect(again.status == 304)
                #expect(head.status == 200)
                #expect(head.head.contains("ETag: "))
                #expect(post.status == 405)
                #expect(post.header("Allow") == "GET, HEAD")
                #expect(belowAMode.status == 404)
            }
        }

        @Test func methodsThatNginxRefuses_areToldWithThoseThereAre() async throws {
            try await withDemo { demo in
                let list = try await demo.send("TRACE", "/mj/task/list")
                let submit = try await demo.send("TRACE", "/fast/mj/submit/imagine")
                let cancel = try await demo.send("TRACE", "/mj/task/17/cancel")
                let found = try await demo.get("/mj/healthz")

                #expect(list.header("Allow") == "GET, HEAD, OPTIONS")
                #expect(submit.header("Allow") == "POST, OPTIONS")
                #expect(cancel.header("Allow") == "POST, OPTIONS")
                #expect(found.header("Allow") == nil)
            }
        }

        @Test(arguments: ["", "/fast", "/mj-relax"])
        func listsSeedAndCancel_reachTheirResponder_alsoBelowAMode(prefix: String) async throws {
            try await withDemo { demo in
                let key = demo["API_KEY"]
                let id = try await demo.submit("a cat")
                try await waitUntil("the picture") {
                    try await demo.fetch(id).json["status"]?.string == "SUCCESS"
                }
                let task = "\(prefix)/mj/task/\(id)"

                let list = try await demo.get("\(prefix)/mj/task/list", token: key)
                let queue = try await demo.get("\(prefix)/mj/task/queue", token: key)
                let seed = try await demo.get("\(task)/image-seed", token: key)
                let seedAgain = try await demo.get("\(task)/image-seed/", token: key)
                let head = try await demo.send("HEAD", "\(task)/image-seed", token: key)
                let cancel = try await demo.send("POST", "\(task)/cancel", token: key)
                let shown = try await demo.fetch(id).json

                #expect(list.json.array?.first?["id"]?.string == id)
                #expect(queue.json.array == [])
                #expect(seed.json["code"]?.integer == 1)
                #expect(seed.json["result"]?.string?.isEmpty == false)
                #expect(seedAgain.bytes == seed.bytes)
                #expect(head.status == 200)
                #expect(cancel.json["code"]?.integer == 4)
                #expect(shown["seed"] == seed.json["result"])
            }
        }

        @Test func hooksThatAreForged_areUnknown_largeOnesAreNotTaken_andNoneIsLogged() async throws
        {
            try await withDemo { demo in
                let id = try await demo.submit("a cat")
                let path = "/mj/notify/\(id)-" + String(repeating: "0", count: 32)

                let forged = try await demo.send("POST", path, body: Array("{}".utf8))
                let large = try await demo.send(
                    "POST",
                    path,
                    body: [UInt8](repeating: UInt8(ascii: " "), count: 2 << 20)
                )

                let belowAMode = try await demo.send("POST", "/fast" + path)

                #expect(forged.status == 404)
                #expect(large.status == 413)
                // What comes later is there.
                try waitUntil("the access log") {
                    try demo.log(of: "nginx-access").contains("/fast/mj/notify/")
                }
                #expect(belowAMode.status == 404)
                #expect(try !demo.log(of: "nginx-access").contains(" /mj/notify/"))
            }
        }
    }
}
