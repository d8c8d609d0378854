import Foundation
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPCallerTests {
    private static func caller(
        maximumAnswerSize: Int = 1 << 20,
        idleTimeout: Duration = .seconds(60)
    ) -> HTTPCaller {
        HTTPCaller(
            configuration: .init(
                connectTimeout: .seconds(5),
                maximumAnswerSize: maximumAnswerSize,
                idleTimeout: idleTimeout
            )
        )
    }

    @Test func requestsOfAllKinds_shareAConnection_andNothingElse() async throws {
        try await withServer({ .answer($0.method + " " + $0.body) }) { server in
            let caller = Self.caller()
            let post = try await caller.ask(
                .post(Array("猫".utf8)),
                server.url,
                "/a/../b",
                fields: ["x": "1"]
            )
            let get = try await caller.ask(.get, server.url, "/c")
            let empty = try await caller.ask(.post([]), server.url, "/d")
            #expect(post == HTTPAnswer(status: 200, body: Array("POST 猫".utf8)))
            #expect(get == HTTPAnswer(status: 200, body: Array("GET ".utf8)))
            #expect(empty == HTTPAnswer(status: 200, body: Array("POST ".utf8)))
            #expect(server.requests.map(\.path) == ["/a/../b", "/c", "/d"])
            #expect(server.requests.map(\.headers["x"]) == ["1", nil, nil])
            #expect(server.requests.map(\.headers["content-length"]) == ["3", nil, "0"])
            #expect(server.requests.map(\.connection) == [1, 1, 1])
        }
    }

    @Test func aLargeBody_isSentAtOnce() async throws {
        try await withServer({ .answer(String($0.body.utf8.count)) }) { server in
            let body = [UInt8](repeating: 0x78, count: 3 << 20)
            let answer = try await Self.caller().ask(.post(body), server.url)
            #expect(answer.body == Array("3145728".utf8))
            #expect(server.requests.map(\.headers["expect"]) == [nil])
        }
    }

    @Test(arguments: [ScriptedServer.Reply.raw(""), .reset])
    func nothingIsSentTwice_whenAKeptConnectionBreaks(reply: ScriptedServer.Reply) async throws {
        try await withServer({ $0.path == "/good" ? .answer("") : reply }) { server in
            let caller = Self.caller()
            _ = try await caller.ask(.get, server.url, "/good")
            let failure = await #expect(throws: HTTPFailure.self) {
                try await caller.ask(.post([1]), server.url, "/bad")
            }
            #expect(failure == HTTPFailure(cause: .failed("no answer"), wasSent: true))
            #expect(server.requests.map(\.path) == ["/good", "/bad"])
            #expect(server.requests.map(\.connection) == [1, 1])
            // The next request has a connection of its own.
            _ = try await caller.ask(.get, server.url, "/good")
            #expect(server.requests.map(\.path) == ["/good", "/bad", "/good"])
            #expect(server.requests[2].connection > 1)
        }
    }

    @Test func aConnectionThatTheServerEnded_isReplaced() async throws {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        try await withServer({ _ in .raw(answer) }) { server in
            let caller = Self.caller()
            for number in 1...3 {
                let answer = try await caller.ask(.post([1]), server.url)
                #expect(answer.body == Array("ok".utf8))
                #expect(server.requests.map(\.connection) == Array(1...number))
            }
        }
    }

    @Test func anAnswerThatNobodyAskedFor_isTakenForNone() async throws {
        try await withServer({ .answerTwice($0.path) }) { server in
            let caller = Self.caller()
            for number in 1...3 {
                let answer = try await caller.ask(.post([1]), server.url, "/\(number)")
                #expect(answer.body == Array("/\(number)".utf8))
                #expect(server.requests.map(\.connection) == Array(1...number))
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    @Test func connections_areClosed_whenNobodyUsesThem() async throws {
        try await withServer({ _ in .answer("") }) { server in
            let patient = Self.caller()
            _ = try await patient.ask(.get, server.url)
            patient.closeIdle()
            _ = try await patient.ask(.get, server.url)
            #expect(server.requests.map(\.connection) == [1, 1])

            let impatient = Self.caller(idleTimeout: .zero)
            _ = try await impatient.ask(.get, server.url)
            #expect(server.openConnections == 2)
            impatient.closeIdle()
            try waitUntil("the end of the connection") { server.openConnections == 1 }
            _ = try await impatient.ask(.get, server.url)
            #expect(server.requests.map(\.connection) == [1, 1, 2, 3])
        }
    }

    @Test func anAnswer_isDecompressed_andItsLimitCountsAfterThat() async throws {
        // "hello", and 200 times "x".
        let hello: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0,
            0, 0,
        ]
        let long: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 168, 24, 30, 0, 0, 166, 107, 203, 126, 200, 0, 0,
            0,
        ]
        try await withServer({ request in
            .bytes(
                200,
                request.path == "/long" ? long : hello,
                headers: ["content-encoding": "gzip"]
            )
        }) { server in
            let caller = Self.caller(maximumAnswerSize: 100)
            let answer = try await caller.ask(.get, server.url)
            #expect(answer.body == Array("hello".utf8))
            let failure = await #expect(throws: HTTPFailure.self) {
                try await caller.ask(.get, server.url, "/long")
            }
            #expect(failure == HTTPFailure(cause: .tooLarge, wasSent: true))
        }
    }

    @Test func announcements_areNoAnswers() async throws {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        try await withServer({ _ in .raw("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + answer)
        }) { server in
            let answer = try await Self.caller().ask(.post([1]), server.url)
            #expect(answer == HTTPAnswer(status: 200, body: Array("ok".utf8)))
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\n", "<html>",
    ]) func anAnswerThatBreaksOff_isNone(text: String) async throws {
        try await withServer({ _ in .raw(text) }) { server in
            let failure = await #expect(throws: HTTPFailure.self) {
                try await Self.caller().ask(.post([1]), server.url)
            }
            #expect(failure?.wasSent == true)
        }
    }

    @Test func redirects_areAnswers() async throws {
        try await withServer({ _ in .answer(302, "", headers: ["location": "/b"]) }) { server in
            let answer = try await Self.caller().ask(.get, server.url)
            #expect(answer.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test func proxiesOfTheEnvironment_areNotUsed() async throws {
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        try await withServer({ _ in .answer("") }) { server in
            let answer = try await Self.caller().ask(.get, server.url)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        "", "http://", "https://", "http:///127.0.0.1", "http:127.0.0.1", "127.0.0.1",
        "file:///etc/passwd", "ftp://127.0.0.1", "http://user:secret@127.0.0.1", "http://a b",
        "http://127.0.0.1:65536",
    ]) func whatIsNoAddress_isNotAsked(url: String) async throws {
        let failure = await #expect(throws: HTTPFailure.self) {
            try await Self.caller().ask(.get, url)
        }
        guard case .failed(let reason) = failure?.cause else {
            Issue.record("no reason")
            return
        }
        #expect(failure?.wasSent == false)
        #expect(!reason.contains("secret"))
    }

    @Test(arguments: ["a\r\nb: c", "a\nb", "\0", "\u{7f}"])
    func aFieldWithAControlCharacter_isNotSent(value: String) async throws {
        try await withServer({ _ in .answer("") }) { server in
            let failure = await #expect(throws: HTTPFailure.self) {
                try await Self.caller().ask(.get, server.url, fields: ["x": value])
            }
            #expect(failure == .unsent("field x with a control character"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func manyThreads_haveAConnectionEach_andKeepThem() throws {
        let server = ScriptedServer { .answer($0.body) }
        defer { server.stop() }
        let url = server.url
        let caller = Self.caller()
        try onThreads(16) { number in
            for round in 0..<50 {
                let text = Array("\(number) \(round)".utf8)
                let answer = try caller.exchange(
                    HTTPRequest(.post(text), url, "/", fields: [:], timeout: .seconds(10))
                )
                #expect(answer.body == text)
            }
        }
        #expect(server.requests.count == 800)
        #expect(server.requests.map(\.connection).max() ?? 0 <= 16)
    }
}

extension HTTPCaller {
    /// On a thread of its own.
    fileprivate func ask(
        _ method: HTTPRequest.Method,
        _ url: String,
        _ target: String = "/",
        fields: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await onThread {
            try self.exchange(
                HTTPRequest(method, url, target, fields: fields, timeout: .seconds(10))
            )
        }
    }
}
