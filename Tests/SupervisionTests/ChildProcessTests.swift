import Foundation
import Glibc
import Supervision
import Synchronization
import TestSupport
import Testing

struct ChildProcessTests {
    @Test func waitForExit_givesTheExitCode() throws {
        let child = try ChildProcess.shell("exit 7")

        #expect(child.waitForExit(timeout: .seconds(20)) == 7)
        #expect(!child.isRunning)
    }

    @Test func waitForExit_gives128PlusTheSignal_whenTheChildWasKilled() throws {
        let child = try ChildProcess.shell("kill -9 $$")

        #expect(child.waitForExit(timeout: .seconds(20)) == 128 + SIGKILL)
    }

    @Test func waitForExit_givesNil_whenTheTimeIsUp() throws {
        let child = try ChildProcess.shell("exec sleep 60")
        defer { child.stop(grace: .zero) }

        #expect(child.waitForExit(timeout: .milliseconds(20)) == nil)
        #expect(child.isRunning)
    }

    @Test func stop_endsAChildBySIGTERM_evenWhenTheCallersThreadBlocksIt() throws {
        var blocked = sigset_t()
        var before = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let child = try ChildProcess.shell("exec sleep 60")

        child.stop()

        #expect(child.waitForExit(timeout: .zero) == 128 + SIGTERM)
    }

    @Test func stop_killsAChildThatIgnoresSIGTERM_afterTheGrace() throws {
        try withTemporaryDirectory { directory in
            let child = try ChildProcess.shell(
                "trap '' TERM; touch ready; while :; do sleep 60; done",
                in: directory
            )
            try waitUntil("the trap") { isThere(directory + "/ready") }

            child.stop(grace: .milliseconds(50))

            #expect(child.waitForExit(timeout: .zero) == 128 + SIGKILL)
        }
    }

    @Test func whatAKilledChildLeftBehind_endsWithIt() throws {
        try withTemporaryDirectory { directory in
            let child = try ChildProcess.shell(
                "sleep 60 & echo $! >pid.new; mv pid.new pid; wait",
                in: directory
            )
            try waitUntil("the grandchild") { isThere(directory + "/pid") }
            let grandchild = try #require(PIDFile(path: directory + "/pid").read())

            child.stop(grace: .zero)

            try waitUntil("the grandchild to end") { !isRunning(grandchild) }
        }
    }

    @Test func sockets_arePassedFromDescriptor3On_asAServiceManagerDoes() throws {
        try withTemporaryDirectory { directory in
            let files = try ["first", "second"].map { name in
                try #require(
                    FileManager.default.createFile(
                        atPath: directory + "/" + name,
                        contents: Data(name.utf8)
                    )
                )
                return open(directory + "/" + name, O_RDONLY | O_CLOEXEC)
            }
            defer { for file in files { close(file) } }
            let child = try ChildProcess(
                .init(
                    executable: "/bin/sh",
                    arguments: [
                        "-c",
                        "cat <&3; echo; cat <&4; echo; echo $LISTEN_FDS $LISTEN_FDNAMES; "
                            + "test $LISTEN_PID = $$ && echo mine",
                    ],
                    environment: ["PATH": "/usr/bin:/bin"],
                    // In an order in which a plain dup2 would overwrite the other one.
                    sockets: [("one", files[1]), ("two", files[0])],
                    logFile: directory + "/log"
                )
            )

            #expect(child.waitForExit(timeout: .seconds(20)) == 0)

            let log = try String(contentsOfFile: directory + "/log", encoding: .utf8)
            #expect(log == "second\nfirst\n2 one:two\nmine\n")
        }
    }

    @Test func aChildThatEndsWithItsParent_endsWithTheThreadThatStartedIt() throws {
        try withTemporaryDirectory { directory in
            let started = Mutex<ChildProcess?>(nil)
            let mayEnd = DispatchSemaphore(value: 0)
            Thread {
                let child = try? ChildProcess(
                    .init(
                        executable: "/bin/sh",
                        arguments: ["-c", "touch ready; exec sleep 60"],
                        environment: ["PATH": "/usr/bin:/bin"],
                        workingDirectory: directory,
                        endsWithParent: true
                    )
                )
                started.withLock { $0 = child }
                mayEnd.wait()
            }.start()
            try waitUntil("the child") { isThere(directory + "/ready") }
            let running = started.withLock { $0 }
            let child = try #require(running)
            #expect(child.isRunning)

            mayEnd.signal()

            #expect(child.waitForExit(timeout: .seconds(20)) == 128 + SIGTERM)
        }
    }

    @Test func start_throws_whenTheProgramIsNotThere() {
        let error = #expect(throws: SpawnError.self) {
            try ChildProcess(.init(executable: "/no/such/program"))
        }

        #expect(error?.errno == ENOENT)
    }
}

extension ChildProcess {
    fileprivate static func shell(_ script: String, in directory: String? = nil) throws
        -> ChildProcess
    {
        try ChildProcess(
            .init(
                executable: "/bin/sh",
                arguments: ["-c", script],
                environment: ["PATH": "/usr/bin:/bin"],
                workingDirectory: directory
            )
        )
    }
}
