import Domain
import Synchronization
import TestSupport
import Testing

@testable import Upstream

@Suite(.timeLimit(.minutes(1)))
struct CallbackSenderTests {
    private static let now: Milliseconds = 1_700_000_000_999
    private static let body = Array(#"{"id":"1","prompt":"猫"}"#.utf8)

    private func withSender<Result>(
        allowed: [String] = ["127.0.0.0/8"],
        timeout: Duration = .seconds(10),
        resolve: HostResolver? = nil,
        _ body: (CallbackSender) async throws -> Result
    ) async throws -> Result {
        let sender = CallbackSender(
            configuration: .init(
                timeout: timeout,
                allowed: try #require(AllowedReceivers(allowed))
            ),
            resolve: resolve
        )
        do {
            let result = try await body(sender)
            await sender.shutdown()
            return result
        } catch {
            await sender.shutdown()
            throw error
        }
    }

    private func failure(
        of url: String,
        allowed: [String] = [],
        timeout: Duration = .seconds(10),
        resolve: HostResolver? = nil
    ) async throws -> CallbackError? {
        try await withSender(allowed: allowed, timeout: timeout, resolve: resolve) { sender in
            await #expect(throws: CallbackError.self) {
                try await sender.send(.make(url), at: Self.now)
            }
        }
    }

    private func failure(
        _ reply: ScriptedServer.Reply,
        timeout: Duration = .seconds(10)
    ) async throws -> CallbackError? {
        try await withServer({ _ in reply }) { server in
            try await failure(of: server.url, allowed: ["127.0.0.1"], timeout: timeout)
        }
    }

    @Test func send_postsTheDocument_withItsIdAndSignature() async throws {
        try await withServer({ _ in .answer(204, "") }) { server in
            try await withSender { sender in
                let delivery = CallbackDelivery(
                    id: "42",
                    url: server.url + "/hook?a=1",
                    userID: 1,
                    body: Self.body,
                    tokenHash: Self.hash(Self.keyHash)
                )
                try await sender.send(delivery, at: Self.now)
            }
            let request = try #require(server.requests.first)
            #expect(server.requests.count == 1)
            #expect(request.method == "POST")
            #expect(request.path == "/hook?a=1")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["content-length"] == "\(Self.body.count)")
            #expect(request.headers["x-mjtask-delivery"] == "42")
            #expect(Array(request.body.utf8) == Self.body)
            // echo -n '1700000000.{"id":"1","prompt":"猫"}' | openssl dgst -sha256 \
            //     -hmac $(echo -n sk-receiver-test | sha256sum | cut -d' ' -f1)
            #expect(
                request.headers["x-mjtask-signature"]
                    == "t=1700000000,v1="
                    + "dfe49125df6437de6245c81a60531ba88a4bffc65b0a74f668ca6428a30a1dca"
            )
        }
    }

    @Test func send_leavesOutTheSignature_withoutAKey() async throws {
        try await withServer({ _ in .answer("ok") }) { server in
            try await withSender { try await $0.send(.make(server.url), at: Self.now) }
            #expect(try #require(server.requests.first).headers["x-mjtask-signature"] == nil)
        }
    }

    @Test(arguments: [300, 301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
    func send_takesNothingButA2xx(status: Int) async throws {
        #expect(
            try await failure(.answer(status, "", headers: ["location": "http://127.0.0.1:1/"]))
                == .rejected(status: status)
        )
    }

    @Test func send_neverFollowsARedirect() async throws {
        try await withServer({ _ in .answer("ok") }) { target in
            try await withServer({ _ in
                .answer(307, "", headers: ["location": target.url])
            }) { server in
                let failure = try await failure(of: server.url, allowed: ["127.0.0.1"])
                #expect(failure == .rejected(status: 307))
            }
            #expect(target.requests.isEmpty)
        }
    }

    @Test func send_doesNotReadTheAnswersBody() async throws {
        let endless = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n"
        try await withServer({ _ in .trickle(endless) }) { server in
            try await withSender { try await $0.send(.make(server.url), at: Self.now) }
        }
    }

    @Test func send_waitsNoLongerThanItsTime_forAReceiverThatHangs() async throws {
        for reply in [ScriptedServer.Reply.silence, .trickle("HTTP/1.1 200 OK\r\nx: ")] {
            let begin = ContinuousClock.now
            let failure = try await failure(reply, timeout: .milliseconds(200))
            #expect(failure == .unreachable(reason: "timed out"))
            #expect(ContinuousClock.now - begin < .seconds(5))
        }
    }

    @Test func send_saysThatNobodyIsThere() async throws {
        let server = ScriptedServer { _ in .silence }
        server.stop()
        guard case .unreachable? = try await failure(of: server.url, allowed: ["127.0.0.1"]) else {
            Issue.record("a stopped server was reached")
            return
        }
        guard case .unreachable? = try await failure(.reset) else {
            Issue.record("a reset counts as delivered")
            return
        }
    }

    @Test(arguments: [
        "http://user@example.com/", "http://user:pw@example.com/", "ftp://example.com/", "hook",
        "file:///etc/passwd", "http://example.com:0/", "",
    ]) func send_refusesAddressesThatCanNeverBeDeliveredTo(url: String) async throws {
        guard case .invalid? = try await failure(of: url, allowed: ["example.com"]) else {
            Issue.record("\(url) is tried")
            return
        }
    }

    @Test(arguments: [
        "http://127.0.0.1", "http://localhost", "http://[::1]", "http://169.254.169.254",
        "http://10.0.0.1", "http://2130706433", "http://0x7f.1", "http://[::ffff:127.0.0.1]",
    ]) func send_refusesPrivateAddresses(host: String) async throws {
        try await withServer({ _ in .answer("ok") }) { server in
            let failure = try await failure(of: "\(host):\(server.port)/")
            #expect(failure == .unreachable(reason: "private address"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func send_refusesAHost_ofWhoseAddressesOneIsPrivate() async throws {
        let addresses = try ["8.8.8.8", "127.0.0.1"].map { try #require(IPAddress($0)) }
        try await withServer({ _ in .answer("ok") }) { server in
            let failure = try await failure(of: "http://hook.example:\(server.port)/") { _, _ in
                addresses
            }
            #expect(failure == .unreachable(reason: "private address"))
            #expect(server.requests.isEmpty)
        }
    }

    /// The name is asked for once, and the connection goes where the check was.
    @Test func send_connectsToTheAddressThatWasChecked() async throws {
        let loopback = try #require(IPAddress("127.0.0.1"))
        let asked = Mutex(0)
        try await withServer({ _ in .answer("ok") }) { server in
            try await withSender(
                allowed: ["hook.example"],
                resolve: { _, _ in
                    asked.withLock { $0 += 1 }
                    return [loopback]
                }
            ) { sender in
                try await sender.send(.make("http://HOOK.example:\(server.port)/"), at: Self.now)
            }
            #expect(server.requests.first?.headers["host"] == "hook.example:\(server.port)")
            #expect(asked.withLock { $0 } == 1)
        }
    }

    @Test func send_verifiesCertificates() async throws {
        // A server that speaks no TLS at all has no certificate either.
        try await withServer({ _ in .answer("ok") }) { server in
            let url = "https://127.0.0.1:\(server.port)/"
            guard case .unreachable? = try await failure(of: url, allowed: ["127.0.0.1"]) else {
                Issue.record("delivered without a certificate")
                return
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func errors_neverHoldTheAddress() async throws {
        for url in ["http://no-such-host.invalid/secret", "http://10.1.2.3/secret"] {
            let failure = try #require(try await failure(of: url))
            #expect(!"\(failure)".contains("secret") && !"\(failure)".contains("10.1.2.3"))
        }
    }

    /// Of `sk-receiver-test`, as sha256sum says.
    private static let keyHash =
        "f83897b3a5d9a450ad1886e87438167602006679633a91d8e1f3d51084b787c5"

    private static func hash(_ digits: String) -> TokenHash {
        TokenHash(
            bytes: stride(from: 0, to: digits.count, by: 2).compactMap { index in
                UInt8(digits.dropFirst(index).prefix(2), radix: 16)
            }
        )
    }
}

extension CallbackDelivery {
    static func make(_ url: String) -> CallbackDelivery {
        CallbackDelivery(id: "1", url: url, userID: 1, body: Array("{}".utf8), tokenHash: nil)
    }
}
