import Domain
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Upstream

@Suite struct PictureFetchTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + [UInt8](repeating: 7, count: 100_000)

    /// Fetches from a server that is the channel's own host, unless `channel` says otherwise.
    private func fetch(
        path: String = "/a.png",
        channel: String? = nil,
        limits: PictureLimits = PictureLimits(),
        resolve: HostResolver? = nil,
        _ reply: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply
    ) async throws -> (type: String, file: Data, requests: [ScriptedServer.Request]) {
        try await withTemporaryDirectory { directory in
            try await withServer(reply) { server in
                try await withClient(resolve: resolve) { client in
                    let file = directory + "/1.png"
                    do {
                        let type = try await client.fetchPicture(
                            server.url + path,
                            of: .make(channel ?? server.url, secret: "s3cret"),
                            to: file,
                            limits: limits
                        )
                        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
                        #expect(files == ["1.png"])
                        let data = try Data(contentsOf: URL(fileURLWithPath: file))
                        return (type, data, server.requests)
                    } catch {
                        // Nothing half-done stays behind.
                        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
                        #expect(files == [])
                        throw error
                    }
                }
            }
        }
    }

    private func refusal(
        channel: String? = nil,
        limits: PictureLimits = PictureLimits(),
        resolve: HostResolver? = nil,
        _ reply: ScriptedServer.Reply
    ) async -> PictureError? {
        await #expect(throws: PictureError.self) {
            try await fetch(channel: channel, limits: limits, resolve: resolve) { _ in reply }
        }
    }

    @Test func fetchPicture_storesTheBytes_andSendsNoSecret() async throws {
        let (type, file, requests) = try await fetch { _ in
            .bytes(200, Self.png, headers: ["content-type": "text/html"])
        }
        #expect(type == "image/png")
        #expect(Array(file) == Self.png)
        let headers = try #require(requests.first).headers
        #expect(headers["mj-api-secret"] == nil && headers["authorization"] == nil)
    }

    @Test func fetchPicture_readsChunkedAnswers() async throws {
        let (type, file, _) = try await fetch { _ in
            .raw(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nGIF\r\n3\r\n89a\r\n0\r\n\r\n"
            )
        }
        #expect(type == "image/gif")
        #expect(Array(file) == Array("GIF89a".utf8))
    }

    @Test func fetchPicture_replacesAnEarlierFileAtOnce() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/1.png"
            try Data("old".utf8).write(to: URL(fileURLWithPath: file))
            try await withServer({ request in
                request.path == "/new" ? .bytes(200, Self.png) : .answer(200, "<html>")
            }) { server in
                try await withClient { client in
                    await #expect(throws: PictureError.self) {
                        try await client.fetchPicture(
                            server.url,
                            of: .make(server.url),
                            to: file,
                            limits: PictureLimits()
                        )
                    }
                    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data("old".utf8))
                    _ = try await client.fetchPicture(
                        server.url + "/new",
                        of: .make(server.url),
                        to: file,
                        limits: PictureLimits()
                    )
                    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
                    #expect(bytes == Self.png)
                }
            }
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:2/", "http://localhost:1/", "http://8.8.8.8/", "https://127.0.0.1/",
    ]) func fetchPicture_refusesAPrivateAddress_thatIsNotWhereTheChannelIs(
        channel: String
    ) async throws {
        #expect(
            await refusal(channel: channel, .bytes(200, Self.png))
                == .refused(reason: "private address")
        )
    }

    @Test(arguments: [
        "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::ffff:127.0.0.1]/",
        "http://localhost/", "http://0/", "http://[::1]/",
    ]) func fetchPicture_refusesLoopback_howeverItIsWritten(url: String) async throws {
        try await withTemporaryDirectory { directory in
            try await withClient { client in
                let error = await #expect(throws: PictureError.self) {
                    try await client.fetchPicture(
                        url,
                        of: .make("http://channel.example"),
                        to: directory + "/1",
                        limits: PictureLimits()
                    )
                }
                #expect(error == .refused(reason: "private address"))
            }
        }
    }

    @Test func fetchPicture_asksForTheAddressOnce_andConnectsToThatOne() async throws {
        // A name that stands for the server the first time, and for nothing of use afterwards.
        let questions = Mutex(0)
        let (type, _, requests) = try await fetch(
            path: "/name.png",
            resolve: { _, _ in
                questions.withLock { $0 += 1 }
                return questions.withLock { $0 } == 1
                    ? [IPAddress("127.0.0.1")].compactMap(\.self) : []
            }
        ) { _ in .bytes(200, Self.png) }
        #expect(type == "image/png")
        #expect(questions.withLock { $0 } == 1)
        #expect(requests.count == 1)
    }

    @Test func fetchPicture_sendsTheHostName_toTheAddressThatWasChecked() async throws {
        try await withTemporaryDirectory { directory in
            try await withServer({ _ in .bytes(200, Self.png) }) { server in
                let resolve: HostResolver = { host, _ in
                    #expect(host == "channel.example")
                    return [IPAddress("127.0.0.1")].compactMap(\.self)
                }
                try await withClient(resolve: resolve) { client in
                    let url = "http://channel.example:\(server.port)"
                    _ = try await client.fetchPicture(
                        url + "/a.png",
                        of: .make(url),
                        to: directory + "/1",
                        limits: PictureLimits()
                    )
                    #expect(
                        server.requests.map { $0.headers["host"] }
                            == ["channel.example:\(server.port)"]
                    )
                }
            }
        }
    }

    @Test func fetchPicture_refusesAName_ofWhichOneAddressIsPrivate() async throws {
        let resolve: HostResolver = { _, _ in
            ["93.184.216.34", "10.0.0.1"].compactMap { IPAddress($0) }
        }
        #expect(
            await refusal(
                channel: "http://other.example",
                resolve: resolve,
                .bytes(200, Self.png)
            ) == .refused(reason: "private address")
        )
    }

    @Test func fetchPicture_triesTheNextAddress_whenTheFirstDoesNotAnswer() async throws {
        let resolve: HostResolver = { _, _ in
            ["127.0.0.2", "127.0.0.1"].compactMap { IPAddress($0) }
        }
        let (type, _, _) = try await fetch(resolve: resolve) { _ in .bytes(200, Self.png) }
        #expect(type == "image/png")
    }

    @Test func fetchPicture_followsRedirects_andChecksEach() async throws {
        let (type, _, requests) = try await fetch { request in
            request.path == "/a.png"
                ? .answer(302, "", headers: ["location": "/b.png?x=1"]) : .bytes(200, Self.png)
        }
        #expect(type == "image/png")
        #expect(requests.map(\.path) == ["/a.png", "/b.png?x=1"])
        for location in [
            "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "http://localhost/",
        ] {
            #expect(
                await refusal(.answer(301, "", headers: ["location": location]))
                    == .refused(reason: "private address")
            )
        }
        #expect(
            await refusal(.answer(301, "", headers: ["location": "file:///etc/passwd"]))
                == .refused(reason: "not an address")
        )
        #expect(
            await refusal(.answer(302, "", headers: ["location": "/a.png"]))
                == .refused(reason: "too many redirects")
        )
        #expect(await refusal(.answer(302, "")) == .refused(reason: "redirect without location"))
    }

    /// Another try may help with any of them: links of a CDN fail for a while.
    @Test(arguments: [400, 401, 403, 404, 410, 204, 206, 408, 429, 500, 502, 503])
    func fetchPicture_isUnreachable_byStatus(status: Int) async throws {
        #expect(
            await refusal(.bytes(status, status == 204 ? [] : Self.png))
                == .unreachable(reason: "status \(status)")
        )
    }

    @Test func fetchPicture_refusesWhatIsTooLarge_announcedOrNot() async throws {
        let limits = PictureLimits(maximumSize: 1_000)
        #expect(
            await refusal(limits: limits, .bytes(200, Self.png)) == .refused(reason: "too large")
        )
        let endless = "HTTP/1.1 200 OK\r\n\r\nGIF89a" + String(repeating: "x", count: 990)
        #expect(await refusal(limits: limits, .trickle(endless)) == .refused(reason: "too large"))
    }

    @Test(arguments: ["<html><script>", "<svg xmlns=", "{\"code\":1}", "GIF"])
    func fetchPicture_keepsNothingThatIsNoPicture(body: String) async throws {
        #expect(
            await refusal(.answer(200, body, headers: ["content-type": "image/png"]))
                == .unreachable(reason: "neither picture nor video")
        )
    }

    @Test(arguments: [
        ScriptedServer.Reply.answer(200, ""), .reset, .raw(""),
        .raw("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nGIF89a"),
    ]) func fetchPicture_isUnreachable_whenTheAnswerBreaksOff(
        reply: ScriptedServer.Reply
    ) async throws {
        guard case .unreachable = await refusal(reply) else {
            Issue.record("another try may help")
            return
        }
    }

    @Test func fetchPicture_timesOut() async throws {
        let limits = PictureLimits(timeout: .milliseconds(300))
        for reply in [
            ScriptedServer.Reply.silence, .trickle("HTTP/1.1 200 OK\r\n\r\nGIF89a"),
        ] {
            #expect(await refusal(limits: limits, reply) == .unreachable(reason: "timed out"))
        }
    }

    @Test func fetchPicture_isUnreachable_whenTheNameIsUnknown() async throws {
        try await withTemporaryDirectory { directory in
            try await withClient { client in
                let error = await #expect(throws: PictureError.self) {
                    try await client.fetchPicture(
                        "http://host.invalid/a.png",
                        of: .make("http://channel.example"),
                        to: directory + "/1",
                        limits: PictureLimits()
                    )
                }
                #expect(error == .unreachable(reason: "unknown host"))
            }
        }
    }
}
