import Redis
import TestSupport

/// Runs `body` with a server of its own and a connection to it.
func withRedis(
    timeout: Duration = .seconds(10), _ body: (RedisServer, RedisConnection) throws -> Void
) throws {
    try withTemporaryDirectory { directory in
        let server = try RedisServer(directory: directory)
        try body(server, RedisConnection(socketPath: server.socketPath, timeout: timeout))
    }
}

extension RedisCommand {
    /// A command of texts, as one types it.
    init(words name: String, _ arguments: String...) {
        self.init(name)
        for argument in arguments { append(argument) }
    }
}

extension RedisConnection {
    /// A number out of INFO, such as `total_reads_processed` or, of `cmdstat_get`, its `calls=`.
    func statistic(_ name: String, section: String = "everything") throws -> Int? {
        guard case .bytes(let bytes) = try send(RedisCommand(words: "INFO", section)) else {
            return nil
        }
        let line = String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + ":") }
        let digits = line?.dropFirst(name.count + 1).drop { !$0.isNumber }.prefix(while: \.isNumber)
        return digits.flatMap { Int($0) }
    }
}
