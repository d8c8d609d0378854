/// A failure while talking to Redis.
///
/// Its text ends up in logs, so it holds the command's name and the server's words, and nothing of
/// the arguments.
package enum RedisError: Error, Equatable {
    /// No connection could be made.
    case connectFailed(socketPath: String, reason: String)
    /// The last tries failed, and the next one is not due yet: nothing was sent.
    case backingOff
    /// The connection broke or timed out, and must be discarded. The command may have been
    /// carried out, or still be.
    case connectionLost(command: String, reason: String)
    /// The server understood the command and refused it. The connection is fine.
    case rejected(command: String, reason: String)
    /// The server sent a reply of another type than the command has.
    case unexpectedReply(command: String)
}

extension RedisError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connectFailed(let socketPath, let reason):
            "connect to redis at \(socketPath): \(reason)"
        case .backingOff:
            "connect to redis: waiting before the next try"
        case .connectionLost(let command, let reason):
            "redis \(command): connection lost: \(reason)"
        case .rejected(let command, let reason):
            "redis \(command): rejected: \(reason)"
        case .unexpectedReply(let command):
            "redis \(command): unexpected type of reply"
        }
    }
}
