import Redis
import TestSupport
import Testing

struct RedisScriptTests {
    private let script = RedisScript("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}")

    private func call(_ key: String, _ argument: String = "%s\0") -> RedisScript.Call {
        .init(keys: [Array(key.utf8)], arguments: [Array(argument.utf8)])
    }

    private func answer(_ key: String, _ number: Int) -> RedisReply {
        .array([.bytes(Array(key.utf8)), .bytes(Array("%s\0".utf8)), .integer(number)])
    }

    @Test func evaluate_runsEveryCall_andLoadsTheScriptOnce() throws {
        try withRedis { _, redis in
            let first = try redis.evaluate(script, [call("a"), call("b"), call("a")])
            #expect(first == [answer("a", 1), answer("b", 1), answer("a", 2)])
            let before = redis.roundTrips

            let second = try redis.evaluate(script, [call("a"), call("b")])

            #expect(second == [answer("a", 3), answer("b", 2)])
            #expect(redis.roundTrips == before + 1)
            #expect(try redis.statistic("cmdstat_script|load") == 1)
        }
    }

    @Test func evaluate_loadsTheScriptAgain_afterAFlush_andRunsEveryCallOnce() throws {
        try withRedis { _, redis in
            _ = try redis.evaluate(script, [call("a")])

            _ = try redis.send(RedisCommand(words: "SCRIPT", "FLUSH"))

            #expect(
                try redis.evaluate(script, [call("a"), call("b")])
                    == [answer("a", 2), answer("b", 1)]
            )
        }
    }

    @Test func evaluate_keepsAScriptsErrorInItsPlace() throws {
        try withRedis { _, redis in
            _ = try redis.send(RedisCommand(words: "SET", "word", "no number"))

            let replies = try redis.evaluate(script, [call("a"), call("word"), call("a")])

            #expect(replies[0] == answer("a", 1))
            guard case .error = replies[1] else {
                Issue.record("INCR of a word is refused")
                return
            }
            #expect(replies[2] == answer("a", 2))
        }
    }

    @Test func evaluate_throwsRejected_forAScriptThatDoesNotCompile() throws {
        try withRedis { _, redis in
            let error = #expect(throws: RedisError.self) {
                try redis.evaluate(RedisScript("return ("), [call("a")])
            }
            guard case .rejected(command: "SCRIPT", _) = error else {
                Issue.record("not a refusal: \(String(describing: error))")
                return
            }
        }
    }
}
