import Redis
import TestSupport
import Testing

struct RedisLinkTests {
    private let ping = RedisCommand("PING")
    private let patient = ReconnectSchedule(shortest: .seconds(3600), longest: .seconds(3600))
    private let eager = ReconnectSchedule(
        shortest: .milliseconds(1),
        longest: .milliseconds(1),
        thrift: 0
    )

    @Test func send_connectsWhenItIsNeeded_andKeepsTheConnection() throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            let link = RedisLink(socketPath: server.socketPath, timeout: .seconds(10))
            let name = RedisCommand("CLIENT", Array("ID".utf8))

            let first = try link.send(name)

            #expect(try link.send(name) == first)
            #expect(link.roundTrips == 2)
        }
    }

    @Test func send_triesOnce_thenBacksOffWithoutTouchingTheSocket() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/redis.sock"
            let link = RedisLink(socketPath: path, timeout: .seconds(10), schedule: patient)
            #expect(link.isWorthATry)
            let first = #expect(throws: RedisError.self) { try link.send(ping) }
            #expect(
                first == .connectFailed(socketPath: path, reason: "No such file or directory")
            )

            // A server that is there now is not even asked.
            let server = try RedisServer(directory: directory)
            defer { server.stop() }

            #expect(!link.isWorthATry)
            #expect(throws: RedisError.backingOff) { try link.send(ping) }
            #expect(throws: RedisError.backingOff) { try link.pipeline([ping, ping]) }
            #expect(link.roundTrips == 0)
        }
    }

    @Test func send_waitsForAHungServerOnce_notWithEveryCall() throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            try server.pause()
            let link = RedisLink(
                socketPath: server.socketPath,
                timeout: .milliseconds(50),
                schedule: ReconnectSchedule(thrift: 100_000)
            )

            // The kernel accepts for the server, so that connecting alone proves nothing.
            let first = #expect(throws: RedisError.self) { try link.send(ping) }
            guard case .connectionLost = first else {
                Issue.record("not a time-out: \(String(describing: first))")
                return
            }
            for _ in 1...1000 {
                #expect(throws: RedisError.backingOff) { try link.send(ping) }
            }
            server.resume()
        }
    }

    @Test func send_worksAgain_afterTheServerWasKilledAndRestarted() throws {
        try withTemporaryDirectory { directory in
            let link = RedisLink(
                socketPath: directory + "/redis.sock",
                timeout: .seconds(10),
                schedule: eager
            )
            let first = try RedisServer(directory: directory)
            _ = try link.send(RedisCommand(words: "SET", "key", "lost"))
            first.kill()
            #expect(throws: RedisError.self) { try link.send(ping) }

            let second = try RedisServer(directory: directory)
            defer { second.stop() }

            try waitUntil("the link to reconnect") { (try? link.send(ping)) == .status("PONG") }
            #expect(try link.send(RedisCommand(words: "GET", "key")) == .null)
            #expect(link.isWorthATry)
        }
    }

    /// Its own restart, its `timeout` and administrators close what is idle.
    @Test func pipeline_isSentAgain_whenTheServerHadClosedTheConnection() throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            defer { server.stop() }
            let link = RedisLink(
                socketPath: server.socketPath,
                timeout: .seconds(10),
                schedule: patient
            )
            let other = RedisLink(socketPath: server.socketPath, timeout: .seconds(10))
            let ping = [ping, ping]
            #expect(try link.pipeline(ping) == [.status("PONG"), .status("PONG")])

            for _ in 0..<3 {
                _ = try other.send(
                    RedisCommand(
                        "CLIENT",
                        Array("KILL".utf8),
                        Array("TYPE".utf8),
                        Array("normal".utf8)
                    )
                )

                #expect(try link.pipeline(ping) == [.status("PONG"), .status("PONG")])
            }
        }
    }

    /// What may not be carried out twice is never sent again.
    @Test func send_isNotRepeated_whenTheServerHadClosedTheConnection() throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            defer { server.stop() }
            let link = RedisLink(socketPath: server.socketPath, timeout: .seconds(10))
            let other = RedisLink(socketPath: server.socketPath, timeout: .seconds(10))
            _ = try link.send(ping)
            _ = try other.send(
                RedisCommand("CLIENT", Array("KILL".utf8), Array("TYPE".utf8), Array("normal".utf8))
            )

            #expect(throws: RedisError.self) {
                try link.send(RedisCommand("INCR", Array("a".utf8)))
            }
            #expect(try other.send(RedisCommand("GET", Array("a".utf8))) == .null)
        }
    }

    @Test func pipeline_asksAHungServerOnce() throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            defer { server.stop() }
            let link = RedisLink(socketPath: server.socketPath, timeout: .milliseconds(200))
            _ = try link.pipeline([ping])
            try server.pause()
            let start = ContinuousClock.now
            #expect(throws: RedisError.self) { try link.pipeline([ping]) }
            #expect(ContinuousClock.now - start < .milliseconds(390))
            server.resume()
        }
    }

    @Test func send_keepsTheConnection_afterARefusal() throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            let link = RedisLink(
                socketPath: server.socketPath,
                timeout: .seconds(10),
                schedule: patient
            )
            let name = RedisCommand("CLIENT", Array("ID".utf8))
            let first = try link.send(name)

            #expect(throws: RedisError.self) { try link.send(RedisCommand("NONSENSE")) }

            #expect(try link.send(name) == first)
        }
    }
}
