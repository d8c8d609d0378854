import Redis

extension HotState {
    /// Leaves word for the poller, in one round trip. Does nothing while Redis is away.
    package func leave(_ hint: Hint) {
        let limit = Array(String(-Keys.maximumHints).utf8)
        let expiry = Array(String(Keys.hintSeconds).utf8)
        // What is too old or too much goes: nobody may be there to take it.
        _ = replies(to: [
            RedisCommand("RPUSH", keys.hints, hint.bytes),
            RedisCommand("LTRIM", keys.hints, limit, Array("-1".utf8)),
            RedisCommand("EXPIRE", keys.hints, expiry),
        ])
    }

    /// Takes all hints there are; waits for the first one if there is none.
    ///
    /// For the one taker, on a thread of its own: it blocks.
    ///
    /// - Parameter wait: The longest wait, shortened to half of the configuration's time-out: a
    ///   connection that waits longer for a reply counts as broken, and Redis looks at who has
    ///   waited long enough every tenth of a second (`hz` of its configuration).
    /// - Returns: Nothing after a wait in vain. Nil while Redis is away, at once: the caller rests.
    package func takeHints(wait: Duration) -> [Hint]? {
        let wait = min(max(wait, .milliseconds(10)), configuration.timeout / 2)
        let (seconds, attoseconds) = wait.components
        let milliseconds = String(attoseconds / 1_000_000_000_000_000)
        let padding = String(repeating: "0", count: 3 - milliseconds.utf8.count)
        var blocking = RedisCommand("BLPOP", keys.hints)
        // In seconds; 0 would mean forever (https://redis.io/docs/latest/commands/blpop/).
        blocking.append("\(seconds).\(padding)\(milliseconds)")
        guard let reply = replies(to: [blocking])?.first else { return nil }
        guard case .array(let first) = reply, let value = first.last else {
            // An error of the server's, such as while it loads its data.
            return reply == .null ? [] : nil
        }
        // The others: what is pushed in between stays for the next time, or is lost when the list
        // is full.
        let all = Array(String(Keys.maximumHints - 1).utf8)
        let rest = replies(to: [
            RedisCommand("LRANGE", keys.hints, Array("0".utf8), all),
            RedisCommand(
                "LTRIM",
                keys.hints,
                Array(String(Keys.maximumHints).utf8),
                Array("-1".utf8)
            ),
        ])
        var values = [value]
        if case .array(let more)? = rest?.first { values += more }
        return values.compactMap { value in
            guard let bytes = bytes(in: value) else { return nil }
            guard let hint = Hint(bytes) else {
                logForeign()
                return nil
            }
            return hint
        }
    }
}
