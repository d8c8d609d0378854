import Redis
import TestSupport

/// Runs `body` with a server of its own and a connection to it.
func withRedis(
    timeout: Duration = .seconds(10),
    _ body: (RedisServer, RedisConnection) throws -> Void
) throws {
    try withTemporaryDirectory { directory in
        let server = try RedisServer(directory: directory)
        try body(server, RedisConnection(socketPath: server.socketPath, timeout: timeout))
    }
}
