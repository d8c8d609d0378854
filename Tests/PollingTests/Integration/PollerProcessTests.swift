import Domain
import Foundation
import Logging
import Storage
import Supervision
import TestSupport
import Testing
import Upstream

@testable import Polling

/// The built programs: a poller that is killed, one that stands by, and a channel over HTTP.
@Suite(.timeLimit(.minutes(3)))
struct PollerProcessTests {
    /// P1 and P2: whatever dies, every task ends, each with its own end and its money.
    @Test func kill9_losesNoTask_andRefundsOnce() async throws {
        try await PollerWorld.run { world in
            let upstream = try DemoUpstreamProcess(
                directory: world.directory,
                arguments: ["--core-size", "100", "--speed", "20"]
            )
            defer { upstream.kill() }
            let channel = try world.store.makeChannel("demo", baseURL: upstream.baseURL)
            let prompts = ["a cat", "a dog [[fail:banned]]", "a cow", "a bee [[vanish]]"]
            var tasks: [(task: MidjourneyTask, prompt: String)] = []

            // Two at all times: one works, one stands by, and the one that works is killed while
            // tasks come in.
            var pollers = try [world.startPoller("a"), world.startPoller("b")]
            defer { for poller in pollers { poller.stop(grace: .zero) } }
            for round in 1...4 {
                for prompt in prompts {
                    tasks.append((try await world.submit(prompt, to: channel), prompt))
                }
                let working = try await world.workingPoller(among: pollers)
                // Not before it did something for this round's tasks.
                let last = tasks[tasks.count - 2].task
                try await wait("a look at the new tasks") {
                    try world.shown(last).status != .submitted
                }
                pollers[working].stop(grace: .zero)
                pollers[working] = try world.startPoller("poller \(round)")
            }

            let price = try #require(tasks.first).task.quota
            for (task, prompt) in tasks {
                let isGood = !prompt.contains("[[")
                try await world.waitForEnd(isGood ? .success : .failure, of: task)
                if isGood {
                    try await wait("the picture") {
                        try world.store.picture(of: task.mjID) != nil
                    }
                }
            }
            let good = tasks.filter { !$0.prompt.contains("[[") }
            #expect(price > 0)
            #expect(try world.quota() == 1_000_000 - Int64(good.count) * price)
            #expect(try world.store.verifyLedger().isEmpty)
            #expect(world.archive.count == good.count)

            for poller in pollers {
                poller.signal(SIGTERM)
                #expect(poller.waitForExit(timeout: .seconds(10)) == 0)
            }
        }
    }

    @Test func wrongSettings_areNamed_andEndTheProgramWith78() throws {
        try withTemporaryDirectory { directory in
            let log = directory + "/poller.log"
            let poller = try ChildProcess(
                .init(
                    executable: BuiltProgram.path("mjtask-poller"),
                    environment: ["MJTASK_MISSING_LOOKS": "none"],
                    logFile: log
                )
            )
            #expect(poller.waitForExit(timeout: .seconds(10)) == 78)
            let text = try String(contentsOfFile: log, encoding: .utf8)
            #expect(text.contains("MJTASK_MISSING_LOOKS"))
        }
    }
}

extension PollerWorld {
    fileprivate func startPoller(_ name: String) throws -> ChildProcess {
        let settings = """
            MJTASK_DATABASE=\(directory)/mjtask.db
            MJTASK_REDIS_SOCKET=\(redis.socketPath)
            MJTASK_RUN_DIRECTORY=\(directory)
            MJTASK_ARCHIVE_DIRECTORY=\(directory)/archive
            MJTASK_REFRESH_INTERVAL=100ms
            MJTASK_POLL_SHORTEST=100ms
            MJTASK_POLL_LONGEST=200ms
            MJTASK_POLL_BACKOFF=200ms
            MJTASK_MISSING_GRACE=1s

            """
        write(settings, to: directory + "/mjtask.env")
        return try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask-poller"),
                arguments: ["--settings", directory + "/mjtask.env"],
                logFile: directory + "/\(name).log"
            )
        )
    }

    /// The index of the one that holds the lock.
    fileprivate func workingPoller(among pollers: [ChildProcess]) async throws -> Int {
        var found: Int?
        try await wait("one poller to work") {
            // proc(5), /proc/locks: "1: FLOCK ADVISORY WRITE <pid> <device>:<inode> 0 EOF".
            let locks = try String(contentsOfFile: "/proc/locks", encoding: .utf8)
            guard
                let inode = try? FileManager.default
                    .attributesOfItem(atPath: directory + "/poller.lock")[.systemFileNumber]
            else { return false }
            found = pollers.firstIndex { poller in
                locks.split(separator: "\n").contains { line in
                    !line.contains("->") && line.contains(" \(poller.pid) ")
                        && line.contains(":\(inode) ")
                }
            }
            return found != nil
        }
        return found ?? 0
    }

    fileprivate func submit(_ prompt: String, to channel: Channel) async throws -> MidjourneyTask {
        var submit = NewTask.make(of: submitter, prompt: prompt)
        submit.channelID = channel.id
        guard case .accepted(let tasks) = try store.accept([submit]), let task = tasks.first else {
            throw Unexpected(what: "a refused submit")
        }
        let client = SubmitClient(configuration: .init())
        let body = ["prompt": JSONValue.string(prompt), "state": .string(task.mjID)]
        let answer = try await onThread {
            try client.submit(.object(body), to: "/mj/submit/imagine", of: channel)
        }
        guard answer.isAccepted, let upstreamID = answer.results.first else {
            throw Unexpected(what: "code \(answer.code)")
        }
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: upstreamID,
            code: answer.code,
            description: answer.description,
            status: .submitted
        )
        return task
    }
}
