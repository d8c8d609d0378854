import Foundation
import Glibc
import Supervision
import Synchronization
import TestSupport
import Testing

struct SupervisorTests {
    @Test func aProgramThatWasKilled_runsAgainWithinASecond_underANewNumber() throws {
        try withTemporaryDirectory { directory in
            let supervisor = Supervisor()
            defer { supervisor.stop() }
            let pidFile = PIDFile(path: directory + "/pid")
            supervisor.add(
                .shell("sleeper", "echo >>\(directory)/started; exec sleep 60", pidFile: pidFile)
            )
            try waitUntil("the start") { isThere(directory + "/started") }
            let first = try #require(supervisor.pid(of: "sleeper"))
            #expect(pidFile.read() == first)

            let killed = ContinuousClock.now
            kill(first, SIGKILL)
            try waitUntil("the restart") { pidFile.read().map { $0 != first } ?? false }

            #expect(ContinuousClock.now - killed < .seconds(1))
            // The file is written before the supervisor knows the process as its own.
            try waitUntil("its new number") {
                supervisor.pid(of: "sleeper").map { $0 != first } ?? false
            }
            let second = try #require(supervisor.pid(of: "sleeper"))
            try waitUntil("the second life") {
                try String(contentsOfFile: directory + "/started", encoding: .utf8) == "\n\n"
            }
            #expect(isRunning(second))
        }
    }

    @Test func stop_endsTheLastStartedFirst_andLeavesNothing() throws {
        try withTemporaryDirectory { directory in
            let order = directory + "/order"
            let supervisor = Supervisor()
            let names = ["one", "two", "three"]
            for name in names {
                supervisor.add(
                    .shell(
                        name,
                        "trap 'echo \(name) >>\(order); exit' TERM; touch \(directory)/\(name); "
                            + "while :; do sleep 0.05; done",
                        pidFile: PIDFile(path: "\(directory)/\(name).pid")
                    )
                )
            }
            try waitUntil("the traps") { names.allSatisfy { isThere("\(directory)/\($0)") } }
            let pids = names.compactMap { supervisor.pid(of: $0) }

            supervisor.stop()

            #expect(try String(contentsOfFile: order, encoding: .utf8) == "three\ntwo\none\n")
            #expect(pids.count == 3)
            #expect(!pids.contains(where: isRunning))
            #expect(!names.contains { isThere("\(directory)/\($0).pid") })
        }
    }

    @Test func aProgramThatDiesAtOnce_isTriedAgainButNotInASpin() throws {
        let events = Mutex<[Supervisor.Event]>([])
        let starts = {
            events.withLock { $0.count { if case .started = $0 { true } else { false } } }
        }
        let supervisor = Supervisor { event in events.withLock { $0.append(event) } }
        defer { supervisor.stop() }
        let began = ContinuousClock.now
        supervisor.add(.shell("dying", "exit 3"))

        try waitUntil("four starts") { starts() >= 4 }

        // 0.1 + 0.2 + 0.4 s lie between the first and the fourth.
        #expect(ContinuousClock.now - began >= .milliseconds(700))
        let seen = events.withLock { $0 }
        #expect(seen.contains(.ended(name: "dying", status: 3)))
    }

    @Test func aProgramThatIsNotThere_isReported_andStartedOnceItIs() throws {
        try withTemporaryDirectory { directory in
            let events = Mutex<[Supervisor.Event]>([])
            let supervisor = Supervisor { event in events.withLock { $0.append(event) } }
            defer { supervisor.stop() }
            let program = directory + "/program"
            supervisor.add(.init(name: "late", specification: .init(executable: program)))
            try waitUntil("the report") {
                events.withLock {
                    $0.contains { if case .startFailed = $0 { true } else { false } }
                }
            }

            symlink("/bin/cat", program + ".new")
            rename(program + ".new", program)

            try waitUntil("the start") {
                events.withLock { $0.contains { if case .started = $0 { true } else { false } } }
            }
        }
    }
}

struct RestartBackoffTests {
    @Test func delays_growToTheLongest_andBeginAnewAfterAQuietTime() {
        var backoff = RestartBackoff()

        let quick = (0..<6).map { _ in backoff.delay(afterLifetime: .milliseconds(1)) }
        let afterQuiet = backoff.delay(afterLifetime: .seconds(60))

        #expect(quick == [100, 200, 400, 800, 800, 800].map { .milliseconds($0) })
        #expect(afterQuiet == .milliseconds(100))
    }
}

extension Supervisor.Program {
    fileprivate static func shell(_ name: String, _ script: String, pidFile: PIDFile? = nil) -> Self
    {
        .init(
            name: name,
            specification: .init(
                executable: "/bin/sh",
                arguments: ["-c", script],
                environment: ["PATH": "/usr/bin:/bin"],
                endsWithParent: true
            ),
            pidFile: pidFile
        )
    }
}
