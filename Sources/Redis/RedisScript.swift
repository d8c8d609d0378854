/// A Lua script that runs inside the server, as one step.
package struct RedisScript: Sendable, Hashable {
    package let source: String

    package init(_ source: String) {
        self.source = source
    }

    /// One run of a script.
    package struct Call: Sendable {
        package var keys: [[UInt8]]
        package var arguments: [[UInt8]]

        package init(keys: [[UInt8]], arguments: [[UInt8]]) {
            self.keys = keys
            self.arguments = arguments
        }
    }
}

extension RedisConnection {
    /// Runs a script once for each call, in one round trip when the server holds the script.
    ///
    /// The script's text travels once a connection, and again when the server has lost it: scripts
    /// are a cache there, emptied by a restart and by SCRIPT FLUSH
    /// (https://redis.io/docs/latest/develop/programmability/eval-intro/#script-cache).
    package func evaluate(
        _ script: RedisScript,
        _ calls: [RedisScript.Call]
    ) throws(RedisError) -> [RedisReply] {
        let hash = try hash(of: script)
        var replies = try pipeline(calls.map { .evaluating(hash, $0) })
        let missed = replies.indices.filter { replies[$0].isMissingScript }
        if !missed.isEmpty {
            let hash = try load(script)
            let again = try pipeline(missed.map { .evaluating(hash, calls[$0]) })
            for (index, reply) in zip(missed, again) { replies[index] = reply }
        }
        return replies
    }

    private func hash(of script: RedisScript) throws(RedisError) -> String {
        if let known = scriptHashes[script] { return known }
        return try load(script)
    }

    private func load(_ script: RedisScript) throws(RedisError) -> String {
        let command = RedisCommand("SCRIPT", Array("LOAD".utf8), Array(script.source.utf8))
        guard case .bytes(let hash) = try send(command) else {
            throw .unexpectedReply(command: command.name)
        }
        let text = String(decoding: hash, as: UTF8.self)
        scriptHashes[script] = text
        return text
    }
}

extension RedisCommand {
    fileprivate static func evaluating(_ hash: String, _ call: RedisScript.Call) -> RedisCommand {
        var command = RedisCommand("EVALSHA")
        command.append(hash)
        command.append(call.keys.count)
        for word in call.keys { command.append(word) }
        for word in call.arguments { command.append(word) }
        return command
    }
}

extension RedisReply {
    /// Errors begin with a word for programs
    /// (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors).
    fileprivate var isMissingScript: Bool {
        guard case .error(let reason) = self else { return false }
        return reason.hasPrefix("NOSCRIPT")
    }
}
