import CHiredis
import Glibc

/// A blocking connection to Redis, owned by the thread that opened it.
///
/// Not `Sendable`: every thread has its own. After ``RedisError/connectionLost(command:reason:)``
/// replies can no longer be matched with commands: every further call fails at once, and the owner
/// opens a new connection (``RedisLink`` does).
///
/// hiredis 0.14 writes with plain `write`, so the program must ignore or block SIGPIPE, or it dies
/// when the server has closed the connection.
package final class RedisConnection {
    private let context: UnsafeMutablePointer<redisContext>
    /// How often this connection has sent something and waited for the answer.
    package private(set) var roundTrips = 0
    /// SHA-1 of the scripts that the server is known to hold.
    var scriptHashes: [RedisScript: String] = [:]

    /// Connects to the server that listens on a unix socket.
    ///
    /// - Parameter timeout: the longest wait for the connection, and then for each reply.
    package init(socketPath: String, timeout: Duration) throws(RedisError) {
        // hiredis would cut a path to the size of sun_path, and try the other socket of that name.
        guard socketPath.utf8.count < 108 else {
            throw .connectFailed(socketPath: socketPath, reason: "path longer than 107 bytes")
        }
        guard let context = redisConnectUnixWithTimeout(socketPath, timeval(timeout)) else {
            throw .connectFailed(socketPath: socketPath, reason: "out of memory")
        }
        guard context.pointee.err == 0, redisSetTimeout(context, timeval(timeout)) == REDIS_OK
        else {
            defer { redisFree(context) }
            throw .connectFailed(socketPath: socketPath, reason: context.errorMessage)
        }
        _ = fcntl(context.pointee.fd, F_SETFD, FD_CLOEXEC)
        self.context = context
    }

    deinit {
        redisFree(context)
    }

    /// Sends one command and waits for its reply.
    package func send(_ command: RedisCommand) throws(RedisError) -> RedisReply {
        try append(command)
        roundTrips += 1
        let reply = try nextReply(to: command)
        if case .error(let reason) = reply {
            throw .rejected(command: command.name, reason: reason)
        }
        return reply
    }

    /// Sends all commands together and waits for all replies: one round trip.
    ///
    /// What the server refuses is ``RedisReply/error(_:)`` in its place, beside the others' replies.
    package func pipeline(_ commands: [RedisCommand]) throws(RedisError) -> [RedisReply] {
        guard !commands.isEmpty else { return [] }
        for command in commands { try append(command) }
        roundTrips += 1
        var replies: [RedisReply] = []
        replies.reserveCapacity(commands.count)
        for command in commands { replies.append(try nextReply(to: command)) }
        return replies
    }

    private func append(_ command: RedisCommand) throws(RedisError) {
        // The forms with "Argv" know no formats: a "%" in a key is a "%".
        let status = command.withArguments { count, words, lengths in
            redisAppendCommandArgv(context, count, words, lengths)
        }
        guard status == REDIS_OK else { throw lost(during: command) }
    }

    private func nextReply(to command: RedisCommand) throws(RedisError) -> RedisReply {
        var rawReply: UnsafeMutableRawPointer?
        guard redisGetReply(context, &rawReply) == REDIS_OK,
            let reply = rawReply?.assumingMemoryBound(to: redisReply.self)
        else { throw lost(during: command) }
        defer { freeReplyObject(reply) }
        return RedisReply(copying: reply)
    }

    private func lost(during command: RedisCommand) -> RedisError {
        .connectionLost(command: command.name, reason: context.errorMessage)
    }
}

extension UnsafeMutablePointer<redisContext> {
    fileprivate var errorMessage: String { String(cString: CHiredis_errorMessage(self)) }
}

extension timeval {
    /// At least a millisecond: zero would mean no limit (socket(7), SO_RCVTIMEO).
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = max(duration, .milliseconds(1)).components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
