import Domain
import Foundation
import TestSupport
import Testing

@testable import Upstream

@Suite struct SubmitClientTests {
    private static let accepted = #"{"code":1,"description":"提交成功","result":"5"}"#

    /// What a submit to a server that replies so ends as.
    private func failure(
        _ reply: ScriptedServer.Reply,
        submitTimeout: Duration = .seconds(10)
    ) async throws -> ChannelError? {
        try await withServer({ _ in reply }) { server in
            let client = SubmitClient.make(submitTimeout: submitTimeout)
            return await #expect(throws: ChannelError.self) {
                try await client.submitOnThread(
                    .object(["prompt": .string("cat")]),
                    to: "/mj/submit/imagine",
                    of: .make(server.url, secret: "s3cret")
                )
            }
        }
    }

    @Test func submit_sendsTheBody_andTheSecretOfThisChannelOnly() async throws {
        try await withServer({ _ in .answer(Self.accepted) }) { server in
            let client = SubmitClient.make()
            let body = JSONValue.object(["prompt": .string("猫 a/b"), "n": .integer(1)])
            let route = "/mj/submit/imagine"
            let answer = try await client.submitOnThread(
                body,
                to: route,
                of: .make(server.url, secret: "s3cret")
            )
            #expect(answer.results == ["5"])
            _ = try await client.submitOnThread(body, to: route, of: .make(server.url))
            let requests = server.requests
            #expect(requests.map(\.method) == ["POST", "POST"])
            #expect(requests.map(\.path) == [route, route])
            #expect(requests.map(\.body) == [#"{"n":1,"prompt":"猫 a/b"}"#, requests[0].body])
            #expect(requests[0].headers["mj-api-secret"] == "s3cret")
            #expect(requests[1].headers["mj-api-secret"] == nil)
            for request in requests {
                #expect(request.headers["authorization"] == nil)
                #expect(request.headers["content-type"] == "application/json")
                #expect(request.headers["content-length"] == String(request.body.utf8.count))
            }
            // One connection carried both.
            #expect(requests.map(\.connection) == [1, 1])
        }
    }

    @Test(arguments: [
        (404, #"{"code":3,"description":"关联任务不存在或已失效"}"#, 3),
        (400, #"{"code":4,"description":"关联任务状态错误"}"#, 4),
        (200, #"{"success":false,"code":-1,"message":"队列数已达上限"}"#, 4),
        (200, #"{"code":9,"description":"提交失败，队列已满，请稍后重试"}"#, 23),
        (429, "<html>", 23), (429, "", 23),
    ]) func submit_readsRefusalsOfAllDialects(status: Int, body: String, code: Int) async throws {
        try await withServer({ _ in .answer(status, body) }) { server in
            let client = SubmitClient.make()
            let answer = try await client.submitOnThread(
                .object([:]),
                to: "/mj/submit/imagine",
                of: .make(server.url)
            )
            #expect(answer.code == code)
            #expect(!answer.isAccepted)
        }
    }

    @Test(arguments: [401, 403, 407, 301, 302])
    func submit_isRefused_whenTheStatusSaysSo(status: Int) async throws {
        let error = try await failure(
            .answer(status, "<html>", headers: ["location": "http://127.0.0.1:1/"])
        )
        #expect(error == .refused(reason: "status \(status)"))
    }

    @Test(arguments: [400, 404, 405, 413, 415, 422])
    func submit_isUnfit_whenThisRequestMayBeToBlame(status: Int) async throws {
        for body in ["<html>", "", "{}"] {
            let error = try await failure(.answer(status, body))
            #expect(error == .unfit(reason: "status \(status)"))
            #expect(error?.isRefusal == true)
        }
    }

    @Test(arguments: [
        (429, "<html>", true), (429, #"{"code":23,"description":"队列已满"}"#, true),
        (200, #"{"code":23,"description":"队列已满，请稍后尝试"}"#, false),
        (200, #"{"code":9,"description":"提交失败，队列已满，请稍后重试"}"#, false),
    ]) func aFullQueue_isTheChannelsWord_orOfTheStatusOnly(
        status: Int,
        body: String,
        isOfStatusOnly: Bool
    ) async throws {
        try await withServer({ _ in .answer(status, body) }) { server in
            let client = SubmitClient.make()
            let answer = try await client.submitOnThread(
                .object([:]),
                to: "/mj/submit/imagine",
                of: .make(server.url)
            )
            #expect(answer.code == 23)
            #expect(answer.isOfStatusOnly == isOfStatusOnly)
        }
    }

    @Test(arguments: [500, 502, 503, 504])
    func submit_isLost_whenTheServerFailed(status: Int) async throws {
        #expect(
            try await failure(.answer(status, Self.accepted))
                == .answerLost(reason: "status \(status)")
        )
    }

    @Test(arguments: ["", "<html>", "null", "[]", "{", #"{"code":1}"#, #"{"code":1,"result":""}"#])
    func submit_isLost_whenTheChannelDidSomethingAndSaysNotWhat(body: String) async throws {
        guard case .answerLost = try await failure(.answer(200, body)) else {
            Issue.record("a task may exist")
            return
        }
    }

    @Test(arguments: [
        ScriptedServer.Reply.reset, .raw(""), .raw("HTTP/1.1 200 OK\r\n"),
        .raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"code\":1,"),
        .raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"cod"),
        .raw("SSH-2.0-OpenSSH_9.2\r\n"),
    ]) func submit_isLost_whenTheConnectionBreaks(reply: ScriptedServer.Reply) async throws {
        guard case .answerLost = try await failure(reply) else {
            Issue.record("the request was sent")
            return
        }
    }

    @Test(arguments: [
        ScriptedServer.Reply.silence, .trickle("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n"),
        .trickle("HTTP/1.1 200 OK\r\nx: "),
    ]) func submit_isLost_whenTheAnswerTakesTooLong(reply: ScriptedServer.Reply) async throws {
        let error = try await failure(reply, submitTimeout: .milliseconds(300))
        #expect(error == .answerLost(reason: "timed out"))
    }

    @Test func submit_isRefused_whenNobodyListens() async throws {
        let server = ScriptedServer { _ in .silence }
        let url = server.url
        server.stop()
        // Trying again until the time for a connection is up would take a minute.
        let client = SubmitClient.make(submitTimeout: .seconds(60), connectTimeout: .seconds(60))
        let start = ContinuousClock.now
        let error = await #expect(throws: ChannelError.self) {
            try await client.submitOnThread(.object([:]), to: "/mj/submit/imagine", of: .make(url))
        }
        guard case .refused = error else {
            Issue.record("nothing was sent")
            return
        }
        // At once: the submit is to go to another channel.
        #expect(start.duration(to: .now) < .seconds(30))
    }

    @Test(arguments: [
        "http://host.invalid", "https://127.0.0.1:1", "no address", "ftp://127.0.0.1", "http://",
        "http://127.0.0.1:99999999999", "http://127.0.0.1:65536",
    ]) func submit_isRefused_whenTheChannelCannotBeFound(url: String) async throws {
        let client = SubmitClient.make()
        let error = await #expect(throws: ChannelError.self) {
            try await client.submitOnThread(.object([:]), to: "/mj/submit/imagine", of: .make(url))
        }
        guard case .refused = error else {
            Issue.record("nothing was sent")
            return
        }
    }

    @Test func submit_isRefused_whenNoConnectionCameAboutInTime() async throws {
        // A listener that does not accept, with a full backlog: the kernel drops further SYNs.
        let listener = FullListener()
        defer { listener.close() }
        let client = SubmitClient.make(
            submitTimeout: .seconds(5),
            connectTimeout: .milliseconds(200)
        )
        let error = await #expect(throws: ChannelError.self) {
            try await client.submitOnThread(
                .object([:]),
                to: "/mj/submit/imagine",
                of: .make("http://127.0.0.1:\(listener.port)")
            )
        }
        #expect(error == .refused(reason: "connect timeout"))
    }

    @Test func submit_isLost_whenTheAnswerIsTooLarge() async throws {
        let error = try await failure(.answer(200, String(repeating: "x", count: 2 << 20)))
        #expect(error == .answerLost(reason: "answer larger than 1048576 bytes"))
    }

    @Test func errors_neverHoldSecretsOrBodies() async throws {
        let replies: [ScriptedServer.Reply] = [
            .answer(500, "s3cret cat"), .answer(200, "s3cret cat"), .raw("s3cret cat\r\n\r\n"),
            .answer(400, "s3cret cat"), .reset,
        ]
        for reply in replies {
            let text = String(describing: try await failure(reply))
            #expect(!text.contains("s3cret") && !text.contains("cat"))
        }
        let client = SubmitClient.make()
        let error = await #expect(throws: ChannelError.self) {
            try await client.submitOnThread(
                .object([:]),
                to: "/mj",
                of: .make("http://127.0.0.1:1", secret: "s3cret\r\nx: y")
            )
        }
        #expect(!String(describing: error).contains("s3cret"))
    }

    @Test func submit_isNotHeldBack_byFiveHundredOthersThatWait() async throws {
        try await withServer({ request in
            request.body.contains("slow") ? .silence : .answer(Self.accepted)
        }) { server in
            let client = SubmitClient.make(submitTimeout: .seconds(60))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<500 {
                    group.addTask {
                        _ = try? await client.submitOnThread(
                            .object(["prompt": .string("slow")]),
                            to: "/mj/submit/imagine",
                            of: .make(server.url)
                        )
                    }
                }
                try await waitUntil("500 submits to wait") { () async in
                    server.requests.count >= 500
                }
                let answer = try await client.submitOnThread(
                    .object([:]),
                    to: "/mj/submit/imagine",
                    of: .make(server.url)
                )
                #expect(answer.isAccepted)
                server.stop()
                try await group.waitForAll()
            }
        }
    }
}

/// Listens, never accepts, and has no room for further connections.
private struct FullListener {
    let port: Int
    private var descriptors: [Int32]

    init() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptors = [listener]
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0, "bind")
                precondition(listen(listener, 0) == 0, "listen")
                precondition(getsockname(listener, $0, &length) == 0, "getsockname")
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        for _ in 0..<4 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(client, $0, length)
                }
            }
            descriptors.append(client)
        }
    }

    func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
    }
}
