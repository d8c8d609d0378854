import Redis
import TestSupport
import Testing

struct RedisConnectionTests {
    @Test(arguments: ["100%s\0%n done", "", "\r\n$5\r\n", "作品"])
    func send_returnsTheStoredBytes_whateverTheyAre(text: String) throws {
        try withRedis { _, redis in
            let value = Array(text.utf8) + [0xff, 0x00, 0xfe]
            let key = Array("page:%d\0".utf8) + value

            let reply = try redis.send(RedisCommand("SET", key, value))

            #expect(reply == .status("OK"))
            #expect(try redis.send(RedisCommand("GET", key)) == .bytes(value))
            #expect(try redis.send(RedisCommand("STRLEN", key)) == .integer(value.count))
        }
    }

    @Test func send_returnsAMegabyte_byteForByte() throws {
        try withRedis { _, redis in
            let value = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

            _ = try redis.send(RedisCommand("SET", Array("page".utf8), value))

            #expect(try redis.send(RedisCommand("GET", Array("page".utf8))) == .bytes(value))
        }
    }

    @Test func send_copiesEveryTypeOfReply() throws {
        try withRedis { _, redis in
            let script = "return {1, 'two', false, {redis.status_reply('three')}}"

            let reply = try redis.send(RedisCommand(words: "EVAL", script, "0"))

            let inner: RedisReply = .array([.status("three")])
            #expect(reply == .array([.integer(1), .bytes(Array("two".utf8)), .null, inner]))
            #expect(try redis.send(RedisCommand(words: "KEYS", "none")) == .array([]))
        }
    }

    @Test func send_throwsRejected_withoutTheValues_andTheConnectionGoesOn() throws {
        try withRedis { _, redis in
            _ = try redis.send(RedisCommand(words: "RPUSH", "secret-key", "secret-value"))

            let error = #expect(throws: RedisError.self) {
                try redis.send(RedisCommand(words: "INCRBY", "secret-key", "1"))
            }

            let reason = "WRONGTYPE Operation against a key holding the wrong kind of value"
            #expect(error == .rejected(command: "INCRBY", reason: reason))
            #expect(error?.description.contains("secret") == false)
            #expect(try redis.send(RedisCommand("PING")) == .status("PONG"))
        }
    }

    @Test func pipeline_givesEveryReplyInItsPlace_alsoAfterARefusedCommand() throws {
        try withRedis { _, redis in
            let replies = try redis.pipeline([
                RedisCommand(words: "SET", "a", "1"), RedisCommand(words: "LPUSH", "a", "2"),
                RedisCommand(words: "GET", "a"), RedisCommand(words: "GET", "b"),
            ])

            #expect(replies.count == 4)
            #expect(replies[0] == .status("OK"))
            guard case .error(let reason) = replies[1] else {
                Issue.record("the second command is refused")
                return
            }
            #expect(reason.hasPrefix("WRONGTYPE"))
            #expect(replies[2...] == [.bytes(Array("1".utf8)), .null])
        }
    }

    @Test func pipeline_isOneRoundTrip_byOurCountAndByTheServers() throws {
        try withRedis { _, redis in
            let name = "total_reads_processed"
            let reads = try #require(try redis.statistic(name))
            let before = redis.roundTrips

            _ = try redis.pipeline((0..<100).map { RedisCommand(words: "GET", "key\($0)") })

            #expect(redis.roundTrips == before + 1)
            // The pipeline's read, and that of INFO itself.
            #expect(try redis.statistic(name) == reads + 2)
        }
    }

    @Test func pipeline_isLargerThanAnySocketBuffer() throws {
        try withRedis { _, redis in
            let value = [UInt8](repeating: 7, count: 1_000_000)
            let writes = (0..<16).map { RedisCommand("SET", Array("key\($0)".utf8), value) }
            let reads = (0..<16).map { RedisCommand("GET", Array("key\($0)".utf8)) }

            let replies = try redis.pipeline(writes + reads)

            #expect(replies.prefix(16).allSatisfy { $0 == .status("OK") })
            #expect(replies.suffix(16).allSatisfy { $0 == .bytes(value) })
        }
    }

    @Test func pipeline_ofNothing_asksNothing() throws {
        try withRedis { _, redis in
            let replies = try redis.pipeline([])

            #expect(replies.isEmpty)
            #expect(redis.roundTrips == 0)
        }
    }

    @Test func send_throwsConnectionLost_afterTheTimeout_andAtOnceFromThenOn() throws {
        try withRedis(timeout: .milliseconds(50)) { server, redis in
            try server.pause()
            defer { server.resume() }

            let error = #expect(throws: RedisError.self) { try redis.send(RedisCommand("PING")) }
            let reason = "Resource temporarily unavailable"
            #expect(error == .connectionLost(command: "PING", reason: reason))

            // The late reply must never be taken for that of the next command.
            server.resume()
            let second = #expect(throws: RedisError.self) {
                try redis.send(RedisCommand(words: "GET", "a"))
            }
            #expect(second == .connectionLost(command: "GET", reason: reason))
        }
    }

    @Test func send_throwsConnectionLost_whenTheServerWasKilled() throws {
        try withRedis { server, redis in
            _ = try redis.send(RedisCommand("PING"))

            server.kill()

            for _ in 1...2 {
                let error = #expect(throws: RedisError.self) {
                    try redis.send(RedisCommand("PING"))
                }
                guard case .connectionLost(command: "PING", _) = error else {
                    Issue.record("not a lost connection: \(String(describing: error))")
                    return
                }
            }
        }
    }

    @Test func init_throwsConnectFailed_whenNobodyListens() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/nobody.sock"

            let error = #expect(throws: RedisError.self) {
                try RedisConnection(socketPath: path, timeout: .seconds(1))
            }

            #expect(error == .connectFailed(socketPath: path, reason: "No such file or directory"))
        }
    }

    @Test func init_throwsConnectFailed_ratherThanCutALongPath() throws {
        try withTemporaryDirectory { directory in
            // A server listens at the first 107 bytes of the path: only the whole may count.
            let folder = directory + String(repeating: "/", count: 96 - directory.utf8.count)
            let server = try RedisServer(directory: folder)
            #expect(server.socketPath.utf8.count == 107)

            #expect(throws: RedisError.self) {
                try RedisConnection(socketPath: server.socketPath + "-other", timeout: .seconds(1))
            }
        }
    }
}
