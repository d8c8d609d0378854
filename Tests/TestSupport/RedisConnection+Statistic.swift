package import Redis

extension RedisConnection {
    /// A number out of INFO, such as `total_reads_processed` or, of `cmdstat_get`, its `calls=`.
    package func statistic(_ name: String) throws -> Int? {
        guard case .bytes(let bytes) = try send(RedisCommand(words: "INFO", "everything")) else {
            return nil
        }
        let line = String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + ":") }
        let digits = line?.dropFirst(name.count + 1).drop { !$0.isNumber }.prefix(while: \.isNumber)
        return digits.flatMap { Int($0) }
    }
}

extension RedisCommand {
    /// A command of texts, as one types it.
    package init(words name: String, _ arguments: String...) {
        self.init(name)
        for argument in arguments { append(argument) }
    }
}
