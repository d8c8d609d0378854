import Glibc
import Supervision

/// A real redis-server on a unix socket in `directory`; killed when the value goes.
package final class RedisServer: Sendable {
    package let socketPath: String
    private let process: ChildProcess

    /// Returns when the server accepts connections.
    ///
    /// Also makes this process ignore SIGPIPE, as programs that talk to Redis must: hiredis writes
    /// with plain `write`.
    package init(directory: String) throws {
        signal(SIGPIPE, SIG_IGN)
        let socketPath = directory + "/redis.sock"
        self.socketPath = socketPath
        process = try ChildProcess(
            .init(
                executable: "/usr/bin/redis-server",
                arguments: [
                    "--port", "0", "--unixsocket", socketPath, "--save", "", "--appendonly", "no",
                    "--dir", directory,
                ],
                environment: ["PATH": "/usr/bin:/bin"],
                logFile: directory + "/redis.log"
            )
        )
        try waitUntil("redis-server to accept") { canConnect(toUnixSocket: socketPath) }
    }

    /// kill -9, as a test of what is lost with Redis.
    package func kill() {
        process.stop(grace: .zero)
    }

    package func stop() {
        process.stop()
    }

    /// Stops the server's threads, as when its machine stalls; returns when they stand still.
    package func pause() throws {
        process.signal(SIGSTOP)
        try waitUntil("redis-server to stand still") { try process.isStopped }
    }

    package func resume() {
        process.signal(SIGCONT)
    }
}

/// Whether somebody accepts on a unix socket: its file appears before the server listens.
package func canConnect(toUnixSocket path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return connectUnixSocket(descriptor, path)
}

/// connect(2); false leaves the reason in errno.
func connectUnixSocket(_ descriptor: Int32, _ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    precondition(bytes.count < 108, "a unix socket's path has at most 107 bytes")
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
    }
}
