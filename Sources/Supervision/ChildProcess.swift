import Glibc
import Synchronization

/// A program started by posix_spawn, with the signal mask and dispositions of a fresh process.
///
/// Threads of Dispatch block most signals, and a child inherits the mask: without the reset it
/// would ignore SIGTERM. It leads a process group of its own, so that a Ctrl-C in the terminal
/// reaches its owner alone. The owner stops it; a child that was forgotten is killed in `deinit`.
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
        /// The folder it works in; nil: that of this process.
        package var workingDirectory: String?
        /// Whether the kernel sends SIGTERM to the child when the *thread* that started it ends
        /// (https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html), so set it only
        /// where that thread outlives the child; ``Supervisor`` has such a thread.
        package var endsWithParent: Bool

        package init(
            executable: String,
            arguments: [String] = [],
            environment: [String: String] = [:],
            sockets: [(name: String, descriptor: Int32)] = [],
            logFile: String? = nil,
            workingDirectory: String? = nil,
            endsWithParent: Bool = false
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.sockets = sockets
            self.logFile = logFile
            self.workingDirectory = workingDirectory
            self.endsWithParent = endsWithParent
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
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var environment = specification.environment
        var command = [specification.executable] + specification.arguments
        if !specification.sockets.isEmpty {
            environment["LISTEN_FDS"] = String(specification.sockets.count)
            environment["LISTEN_FDNAMES"] = specification.sockets.map(\.name).joined(separator: ":")
            // LISTEN_PID must name the process itself, which only it knows before it execs.
            command = ["/bin/sh", "-c", "LISTEN_PID=$$ exec \"$0\" \"$@\""] + command
        }
        // What posix_spawn has no portable word for is done by the usual wrappers; each execs the
        // next, so the process number stays.
        if let directory = specification.workingDirectory {
            command = ["/usr/bin/env", "-C", directory] + command
        }
        if specification.endsWithParent {
            command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--"] + command
        }
        var pid: Int32 = 0
        let failure = withCStrings(command) { argv in
            withCStrings(environment.map { "\($0)=\($1)" }) { envp in
                posix_spawn(&pid, command[0], &actions, &attributes, argv, envp)
            }
        }
        guard failure == 0 else {
            throw SpawnError(
                executable: specification.executable,
                call: "posix_spawn",
                errno: failure
            )
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
            // Looks without reaping first: while the leader is a zombie its group's number belongs
            // to nobody else, and what it left behind (nginx's workers, when their master was
            // killed) can be ended with it.
            var information = siginfo_t()
            let options = WEXITED | WNOWAIT | (blocking ? 0 : WNOHANG)
            while waitid(P_PID, id_t(pid), &information, Int32(options)) != 0 {
                guard errno == EINTR else {
                    preconditionFailure("somebody else waited for a child")
                }
            }
            guard information.si_signo == SIGCHLD else { return nil }
            kill(-pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7f
            known = signal == 0 ? (status >> 8) & 0xff : 128 + signal
            return known
        }
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
