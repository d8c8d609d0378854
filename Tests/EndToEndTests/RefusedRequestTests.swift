import Domain
import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    /// What nginx or a responder refuses is told in JSON, in the dialect of the path.
    struct RefusedRequestTests {
        @Test func bodiesThatAreTooLarge_areA413() async throws {
            try await withDemo { demo in
                let body = [UInt8](repeating: UInt8(ascii: "a"), count: 100 << 20)

                for path in ["/mj/submit/imagine", "/mj/task/list-by-condition"] {
                    let answer = try RawConnection.exchange(
                        port: demo.port,
                        head: "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Authorization: Bearer \(demo["API_KEY"])\r\n"
                            + "Content-Type: application/json\r\nContent-Length: \(body.count)",
                        body: body
                    )
                    #expect(answer.status == 413)
                    #expect(answer.json["description"]?.string?.isEmpty == false)
                    #expect(answer.json["code"]?.integer == 4)
                }
            }
        }

        /// Of which nginx learns only on the way.
        @Test func bodiesOfUnknownLengthThatAreTooLarge_areA413() async throws {
            try await withDemo { demo in
                let chunk =
                    Array("100000\r\n".utf8)
                    + [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20) + Array("\r\n".utf8)
                let answer = try RawConnection.exchange(
                    port: demo.port,
                    head: "POST /mj/submit/imagine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Authorization: Bearer \(demo["API_KEY"])\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked",
                    body: Array((0..<45).map { _ in chunk }.joined())
                )
                #expect(answer.status == 413)
                #expect(answer.json["code"]?.integer == 4)
            }
        }

        @Test func anIDOfTenKilobytes_isNamed() async throws {
            try await withDemo { demo in
                let id = String(repeating: "9", count: 10_000)
                let answer = try await demo.list("?mj_id=\(id)")
                #expect(answer.status == 400)
                #expect(answer.json["message"]?.string?.hasPrefix("mj_id") == true)
            }
        }

        /// The task may be accepted and paid for: nobody is told to send it again, and a body that
        /// nginx's default limit would refuse is not taken for the reason.
        @Test func aSubmitWhoseRelayDies_isA502_thatInvitesNoSecondTry() async throws {
            try await withDemo { demo in
                let upstream = try #require(demo.pid(of: "upstream"))
                Glibc.kill(upstream, SIGSTOP)
                defer { Glibc.kill(upstream, SIGCONT) }
                let picture = "data:image/png;base64," + String(repeating: "AAAA", count: 800_000)
                let body = JSONValue.object([
                    "prompt": .string("cut"), "base64Array": .array([.string(picture)]),
                ])
                async let submit = demo.send(
                    "POST",
                    "/mj/submit/imagine",
                    token: demo["API_KEY"],
                    body: body.bytes()
                )
                try await waitUntil("the task to be accepted") {
                    try await demo.list().json["data"]?["total"]?.integer == 1
                }
                try demo.kill("relay")

                let answer = try await submit
                #expect(answer.status == 502)
                #expect(answer.json["code"]?.integer == 9)
                #expect(answer.header("Retry-After") == nil)
            }
        }

        @Test func pathsAndMethodsThatNobodyKnows_areA404AndA405() async throws {
            try await withDemo { demo in
                let unknown = try await demo.get("/mj/nothing/here", token: demo["API_KEY"])
                let unknownList = try await demo.get("/api/mj/nothing", token: demo["ACCESS_TOKEN"])
                let unknownSubmit = try await demo.send(
                    "POST",
                    "/mj/submit/nothing",
                    token: demo["API_KEY"],
                    body: Array("{}".utf8)
                )
                let wrongMethod = try await demo.send(
                    "DELETE",
                    "/api/mj/self",
                    token: demo["ACCESS_TOKEN"]
                )
                let trace = try await demo.send("TRACE", "/mj/healthz")
                let otherFirstSegment = try await demo.get("/slow/mj/submit/imagine")

                #expect(unknown.status == 404)
                #expect(unknown.json["description"]?.string != nil)
                #expect(unknownList.status == 404)
                #expect(unknownList.json["success"] == .bool(false))
                #expect(unknownSubmit.status == 404)
                #expect(unknownSubmit.json["code"]?.integer != nil)
                #expect(wrongMethod.status == 405)
                #expect(wrongMethod.json["success"] == .bool(false))
                #expect(trace.status == 405)
                #expect(trace.json["code"]?.integer == 4)
                #expect(otherFirstSegment.status == 404)
            }
        }

        @Test(arguments: [
            "GET /mj/task/%00/fetch HTTP/1.1", "GET /mj/task/a\0b/fetch HTTP/1.1",
            "GET /mj/task/%zz/fetch HTTP/1.1",
        ])
        func pathsThatAreNone_areA400(line: String) async throws {
            try await withDemo { demo in
                let answer = try RawConnection.exchange(
                    port: demo.port,
                    head: line + "\r\nHost: x\r\nConnection: close"
                )

                #expect(answer.status == 400)
                #expect(answer.head.contains("application/json"))
                #expect(answer.json["code"]?.integer == 4)
            }
        }

        @Test func idsThatAreNone_areRefused_orNotFound() async throws {
            try await withDemo { demo in
                let token = demo["ACCESS_TOKEN"]
                let long = String(repeating: "9", count: 10_000)
                let overlong = try await demo.get("/mj/task/\(long)/fetch", token: demo["API_KEY"])
                let quoted = try await demo.get(
                    "/mj/task/1'%20OR%20'1'='1/fetch",
                    token: demo["API_KEY"]
                )
                let nul = try await demo.get("/api/mj/self?mj_id=1%002", token: token)

                #expect(overlong.status == 404)
                #expect(overlong.json["code"]?.integer == 4)
                #expect(quoted.status == 404)
                #expect(quoted.json.object != nil)
                #expect(nul.status == 400)
                #expect(nul.json["message"]?.string?.hasPrefix("mj_id") == true)
            }
        }

        @Test func otherLocationsOfTheServer_keepNginxsOwnPages() async throws {
            try await withDemo { demo in
                let answer = try RawConnection.exchange(
                    port: demo.port,
                    head: "GET /other%00 HTTP/1.1\r\nHost: x\r\nConnection: close"
                )

                #expect(answer.status == 400)
                #expect(answer.head.contains("text/html"))
            }
        }
    }
}
