import Domain
import TestSupport
import Testing

@testable import Upstream

@Suite struct ChannelClientReportTests {
    /// Answers list-by-condition with one object for each id that was asked for.
    private static func echo(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
        let asked = (try? json(request.body))?["ids"]?.array ?? []
        let items = asked.map { JSONValue.object(["id": $0, "status": .string("SUBMITTED")]) }
        return .answer(String(decoding: JSONValue.array(items).bytes(), as: UTF8.self))
    }

    private func reports(
        _ reply: ScriptedServer.Reply,
        pollTimeout: Duration = .seconds(10)
    ) async throws -> [ChannelReport] {
        try await withServer({ _ in reply }) { server in
            try await withClient(pollTimeout: pollTimeout) { client in
                try await client.reports(of: ["1", "2"], on: .make(server.url))
            }
        }
    }

    @Test func reports_asksInChunks_withIDsAsStrings() async throws {
        try await withServer(Self.echo) { server in
            try await withClient(chunkSize: 2) { client in
                let ids = ["0741798445574458", "14001929738841620", "3", "4", "5"]
                let reports = try await client.reports(
                    of: ids,
                    on: .make(server.url, secret: "s3cret")
                )
                #expect(reports.map(\.upstreamID) == ids)
                #expect(
                    server.requests.map(\.body) == [
                        #"{"ids":["0741798445574458","14001929738841620"]}"#,
                        #"{"ids":["3","4"]}"#, #"{"ids":["5"]}"#,
                    ]
                )
                #expect(server.requests.allSatisfy { $0.path == "/mj/task/list-by-condition" })
                #expect(server.requests.allSatisfy { $0.headers["mj-api-secret"] == "s3cret" })
                let none = try await client.reports(of: [], on: .make(server.url))
                #expect(none.isEmpty)
            }
        }
    }

    @Test func reports_leavesOutOddItems() async throws {
        let reports = try await reports(
            .answer(#"[{"id":"2"},{"id":"77"},null,{"id":"2","status":"SUCCESS"},{"id":""}]"#)
        )
        #expect(reports == [ChannelReport(upstreamID: "2", status: nil)])
    }

    @Test func reports_survivesInvalidUTF8InOneOfTheTexts() async throws {
        let bytes =
            Array(#"[{"id":"1","promptEn":"a"#.utf8) + [0xe7, 0x8c]
            + Array(#""},{"id":"2"}]"#.utf8)
        let reports = try await reports(.bytes(200, bytes))
        #expect(reports.map(\.upstreamID) == ["1", "2"])
        #expect(reports.first?.promptEn == "a\u{FFFD}")
    }

    @Test(arguments: [
        "", "null", "{}", "<html>", "[", #"{"success":false,"code":-1,"message":"x"}"#, "7",
    ]) func reports_isMalformed_withoutAnArray(body: String) async throws {
        let error = await #expect(throws: ChannelError.self) {
            try await reports(.answer(200, body))
        }
        guard case .malformed = error else {
            Issue.record("not of the protocol")
            return
        }
    }

    @Test func reports_isMalformed_whenTheAnswerIsTooLarge() async throws {
        let items = "[" + String(repeating: " ", count: 2 << 20) + "]"
        await #expect(
            throws: ChannelError.malformed(reason: "answer larger than 1048576 bytes")
        ) {
            try await reports(.answer(items))
        }
    }

    @Test(arguments: [
        (500, ChannelError.answerLost(reason: "status 500")),
        (503, .answerLost(reason: "status 503")), (401, .refused(reason: "status 401")),
        (429, .refused(reason: "status 429")), (302, .refused(reason: "status 302")),
        (404, .refused(reason: "status 404")),
    ]) func reports_failsByStatus(status: Int, error: ChannelError) async throws {
        await #expect(throws: error) { try await reports(.answer(status, "[]")) }
    }

    @Test func reports_timesOut_alsoInTheMiddleOfTheAnswer() async throws {
        for reply in [
            ScriptedServer.Reply.silence,
            .trickle("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n["),
        ] {
            await #expect(throws: ChannelError.answerLost(reason: "timed out")) {
                try await reports(reply, pollTimeout: .milliseconds(300))
            }
        }
    }

    @Test func reports_readsGzip_withinTheLimit() async throws {
        // printf '[{"id":"1"}]' | gzip -n
        let packed: [UInt8] = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x8b, 0xae, 0x56, 0xca, 0x4c, 0x51, 0xb2, 0x52,
            0x32, 0x54, 0xaa, 0x8d, 5, 0, 0x2b, 0xf0, 0x21, 0xbe, 12, 0, 0, 0,
        ]
        let reports = try await reports(.bytes(200, packed, headers: ["content-encoding": "gzip"]))
        #expect(reports.map(\.upstreamID) == ["1"])
    }

    @Test(arguments: [(200, ""), (200, " \r\n"), (204, ""), (404, ""), (404, "<html>")])
    func report_isNil_whenTheChannelDoesNotKnowTheTask(status: Int, body: String) async throws {
        try await withServer({ _ in .answer(status, body) }) { server in
            try await withClient { client in
                let report = try await client.report(of: "1", on: .make(server.url))
                #expect(report == nil)
            }
        }
    }

    @Test func report_fetchesOneTask_whateverIsInItsID() async throws {
        let id = "a/../b?c#d%20 ü"
        let body = JSONValue.object(["id": .string(id), "status": .string("SUCCESS")])
        let text = String(decoding: body.bytes(), as: UTF8.self)
        try await withServer({ _ in .answer(text) }) { server in
            try await withClient { client in
                let report = try await client.report(of: id, on: .make(server.url))
                #expect(report?.status == .success)
                #expect(
                    server.requests.map(\.path)
                        == ["/mj/task/a%2F%2E%2E%2Fb%3Fc%23d%2520%20%C3%BC/fetch"]
                )
            }
        }
    }

    @Test(arguments: ["null", "[]", "{}", #"{"id":"2"}"#, "<html>", #"{"success":false}"#])
    func report_isMalformed_whenItIsNotThatTask(body: String) async throws {
        try await withServer({ _ in .answer(body) }) { server in
            try await withClient { client in
                let error = await #expect(throws: ChannelError.self) {
                    try await client.report(of: "1", on: .make(server.url))
                }
                guard case .malformed = error else {
                    Issue.record("not of the protocol")
                    return
                }
            }
        }
    }
}
