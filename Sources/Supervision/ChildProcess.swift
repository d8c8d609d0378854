import Glibc
import Synchronization

/// A program started by posix_spawn, with the signal mask and dispositions of a fresh process.
///
/// Threads of Dispatch block most signals, and a child inherits the mask: without the reset it
/// would ignore SIGTERM. The owner stops it; a child that was forgotten is killed in `deinit`.
package final class ChildProcess: Sendable {
    package struct Specification: Sendable {
        package var executable: String
        package var arguments: [String]
        package var environment: [String: String]
        /// Listening sockets handed over as a service manager does: descriptors 3, 4, … with
        /// `LISTEN_FDS`, `LISTEN_PID` and `LISTEN_FDNAMES`.
        package var sockets: [(name: String, descriptor: Int32)]
        /// Where standard output and error are appended; nil: /dev/null.
        package var logFile: String?

        package init(
            executable: String, arguments: [String] = [], environment: [String: String] = [:],
            sockets: [(name: String, descriptor: Int32)] = [],
            logFile: String? = nil
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.sockets = sockets
            self.logFile = logFile
        }
    }

    package let pid: Int32
    private let exitStatus = Mutex<Int32?>(nil)

    package init(_ specification: Specification) throws(SpawnError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let log = specification.logFile ?? "/dev/null"
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o640)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Out of the way first, so that no dup2 overwrites a socket that is still to be passed.
        let sockets = specification.sockets.map { fcntl($0.descriptor, F_DUPFD_CLOEXEC, 64) }
        defer { for descriptor in sockets { close(descriptor) } }
        for (index, descriptor) in sockets.enumerated() {
            guard descriptor >= 0 else {
                throw SpawnError(executable: specification.executable, call: "fcntl", errno: errno)
            }
            posix_spawn_file_actions_adddup2(&actions, descriptor, 3 + Int32(index))
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var environment = specification.environment
        var command = [specification.executable] + specification.arguments
        if !specification.sockets.isEmpty {
            environment["LISTEN_FDS"] = String(specification.sockets.count)
            environment["LISTEN_FDNAMES"] = specification.sockets.map(\.name).joined(separator: ":")
            // LISTEN_PID must name the process itself, which only it knows before it execs.
            command = ["/bin/sh", "-c", "LISTEN_PID=$$ exec \"$0\" \"$@\""] + command
        }
        var pid: Int32 = 0
        let failure = withCStrings(command) { argv in
            withCStrings(environment.map { "\($0)=\($1)" }) { envp in
                posix_spawn(&pid, command[0], &actions, &attributes, argv, envp)
            }
        }
        guard failure == 0 else {
            throw SpawnError(
                executable: specification.executable, call: "posix_spawn", errno: failure)
        }
        self.pid = pid
    }

    deinit {
        stop(grace: .zero)
    }

    /// Sends a signal, unless the process has been waited for.
    package func signal(_ number: Int32) {
        exitStatus.withLock { status in
            if status == nil { kill(pid, number) }
        }
    }

    package var isRunning: Bool { reap(blocking: false) == nil }

    /// Waits for the end: the exit code, or 128 plus the signal; nil when it has not come by then.
    package func waitForExit(timeout: Duration) -> Int32? {
        let deadline = ContinuousClock.now + timeout
        while true {
            if let status = reap(blocking: false) { return status }
            guard ContinuousClock.now < deadline else { return nil }
            usleep(2_000)
        }
    }

    /// SIGTERM, then SIGKILL after `grace`; returns when the process is gone.
    package func stop(grace: Duration = .seconds(10)) {
        if grace > .zero {
            signal(SIGTERM)
            if waitForExit(timeout: grace) != nil { return }
        }
        signal(SIGKILL)
        _ = reap(blocking: true)
    }

    private func reap(blocking: Bool) -> Int32? {
        exitStatus.withLock { known in
            if known != nil { return known }
            var status: Int32 = 0
            guard waitpid(pid, &status, blocking ? 0 : WNOHANG) != 0 else { return nil }
            let signal = status & 0x7f
            known = signal == 0 ? (status >> 8) & 0xff : 128 + signal
            return known
        }
    }
}

/// A program that could not be started.
package struct SpawnError: Error, CustomStringConvertible {
    package let executable: String
    package let call: String
    package let errno: Int32

    package var description: String {
        "start \(executable): \(call): \(String(cString: strerror(errno)))"
    }
}

/// Lends `strings` as a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the array has a nil") }
        return body(base)
    }
}
