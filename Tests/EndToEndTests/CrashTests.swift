import Administration
import Domain
import Foundation
import Logging
import Settings
import Storage
import Supervision
import TestSupport
import Testing

extension EndToEndTests {
    struct CrashTests {
        @Test(arguments: ["list", "relay", "poller", "redis", "FLUSHALL", "everything"])
        func everyAcceptedTask_reachesSuccess_andNoneGoesBackwards(through blow: String)
            async throws
        {
            try await withDemo { demo in
                let losesRedis = ["redis", "FLUSHALL", "everything"].contains(blow)
                let watcher = TaskWatcher(allowsLossOfProgress: losesRedis)
                let watching = Task { await watcher.run(demo) }
                defer { watching.cancel() }

                // Blows fall while submits are coming in, while tasks run, and while some end.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<24 {
                        group.addTask {
                            // A submit that dies with the relay was not accepted.
                            guard let id = try? await demo.submit("blow \(number)") else { return }
                            await watcher.watch(id)
                        }
                    }
                    group.addTask {
                        try await waitUntil("a submit") { await !watcher.accepted.isEmpty }
                        try strike(demo, blow)
                    }
                    try await group.waitForAll()
                }
                for number in 0..<8 {
                    try await watcher.watch(demo.submit("after the first blow \(number)"))
                }
                try await waitUntil("tasks to run", timeout: .seconds(60)) {
                    await watcher.running > 0
                }
                try strike(demo, blow)
                try await waitUntil("tasks to end", timeout: .seconds(60)) {
                    await watcher.ended > 0
                }
                try strike(demo, blow)
                let accepted = await watcher.accepted
                try await waitUntil("all to end", timeout: .seconds(120)) {
                    await watcher.ended == accepted.count
                }

                #expect(accepted.count >= 8)
                #expect(await watcher.statuses.values.allSatisfy { $0 == "SUCCESS" })
                #expect(await watcher.violations.isEmpty)
                #expect(await watcher.looks > 0)
                // What no client has an answer for is part of the books, too.
                #expect(try ledgerDifferences(of: demo) == [])
            }
        }

        @Test func healthz_tellsOfAPollerThatCannotWrite() async throws {
            try await withDemo(["--set", "MJTASK_POLLER_STALE_AFTER=2s"]) { demo in
                func poller() async throws -> String? {
                    try await demo.get("/mj/healthz").json["poller"]?.string
                }
                let turn = open(demo["DATABASE"] + "-writer.lock", O_RDWR | O_CLOEXEC)
                defer { close(turn) }
                #expect(turn >= 0 && flock(turn, LOCK_EX) == 0)

                try await waitUntil("a stale poller") { try await poller() == "stale" }
                #expect(flock(turn, LOCK_UN) == 0)
                try await waitUntil("a poller that works") { try await poller() == "ok" }
            }
        }

        @Test func programsEnd_andStartAnew_whenTheFileOfVersionsIsRemoved() async throws {
            try await withDemo { demo in
                let users = ["list", "relay", "poller"]
                let before = users.map { demo.pid(of: $0) }
                try FileManager.default.removeItem(atPath: demo.directory + "/run/versions")

                try waitUntil("all to run anew", timeout: .seconds(60)) {
                    zip(users, before).allSatisfy { program, old in
                        demo.pid(of: program).map { $0 != old && isRunning($0) } ?? false
                    }
                }
                // They map one file again: the page that is cached here falls with the submit.
                _ = try await demo.list()
                let id = try await demo.submit("after the removal")
                let page = try await demo.list().bytes
                #expect(String(decoding: page, as: UTF8.self).contains(id))
            }
        }

        @Test func aListThatIsUnderWayWhenItsResponderDies_isAnsweredByTheNextOne() async throws {
            try await withDemo { demo in
                for number in 0..<3 { _ = try await demo.submit("steady \(number)") }
                try await withThrowingTaskGroup(of: [Int].self) { group in
                    let clients = 8
                    for _ in 0..<clients {
                        group.addTask {
                            var statuses: [Int] = []
                            for _ in 0..<100 { statuses.append(try await demo.list().status) }
                            return statuses
                        }
                    }
                    for _ in 0..<3 { try demo.kill("list") }
                    for try await statuses in group {
                        #expect(statuses == Array(repeating: 200, count: 100))
                    }
                }
            }
        }
    }
}

private func strike(_ demo: RunningDemo, _ blow: String) throws {
    switch blow {
    case "FLUSHALL":
        let client = try ChildProcess(
            .init(
                executable: "/usr/bin/redis-cli",
                arguments: ["-s", demo["REDIS_SOCKET"], "FLUSHALL"]
            )
        )
        #expect(client.waitForExit(timeout: .seconds(20)) == 0)
    case "everything":
        for program in ["relay", "poller", "list", "redis"] { try demo.kill(program) }
    default:
        try demo.kill(blow)
    }
}

/// What differs from the ledger.
private func ledgerDifferences(of demo: RunningDemo) throws -> [LedgerDifference] {
    try demo.withInstallation { try $0.store.verifyLedger() }
}
