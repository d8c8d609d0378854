import Domain
import Foundation
import Glibc
import HotState
import Storage
import Supervision
import TestSupport
import Testing

/// The built command, following tasks that the test moves on as the poller does.
@Suite struct TaskFollowTests {
    @Test func onNoTerminal_eachChangeIsALine_andTheEndIsTheEnd() async throws {
        try await withWorld { world in
            let (first, second) = (world.tasks[0], world.tasks[1])
            let output = world.mjtask.directory + "/output"
            let process = try world.mjtask.start(["tasks", "follow"], output: output)
            func text() async -> String {
                (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            }
            try await waitUntil("the first lines") {
                await text().split(separator: "\n").count == 2
            }

            try await world.store.checkpoint([.make(of: first, percent: 40)])
            try await waitUntil("the progress") {
                await text().contains("\(first.mjID) IN_PROGRESS 40%")
            }
            _ = try await world.store.finish([.make(of: first)])
            try await waitUntil("the end") { await text().contains("\(first.mjID) SUCCESS 100%") }
            #expect(process.isRunning)
            _ = try await world.store.finish([.make(of: second, status: .failure)])

            #expect(process.waitForExit(timeout: .seconds(10)) == 0)
            #expect(
                await text() == """
                    \(first.mjID) NOT_START 0%
                    \(second.mjID) NOT_START 0%
                    \(first.mjID) IN_PROGRESS 40%
                    \(first.mjID) SUCCESS 100%
                    \(second.mjID) FAILURE 50%

                    """
            )
        }
    }

    @Test func progress_isThatOfRedis_withoutAWrite_andJSONIsALineAChange() async throws {
        try await withWorld(redis: true) { world in
            let task = world.tasks[0]
            let output = world.mjtask.directory + "/output"
            let process = try world.mjtask.start(
                ["tasks", "follow", task.mjID, "--json"],
                output: output
            )
            func objects() async throws -> [[String: Any]] {
                try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map {
                    try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
                }
            }
            try await waitUntil("the first line") { ((try? await objects()) ?? []).count == 1 }
            for percent in [7, 31] {
                try world.show(task, percent: percent)
                try await waitUntil("\(percent)%") {
                    try await objects().last?["progress"] as? Int == percent
                }
            }
            #expect(try world.store.task(task.mjID, owner: nil)?.task.progress == Progress.none)
            #expect(try await world.store.finish([.make(of: task)]) == [task.mjID])
            #expect(process.waitForExit(timeout: .seconds(10)) == 0)
            let shown = try await objects().map { $0["progress"] as? Int }
            #expect(shown == [0, 7, 31, 100])
            #expect(try await objects().last?["status"] as? String == "SUCCESS")
            #expect(try await objects().allSatisfy { $0["user"] as? String == "ann" })
        }
    }

    @Test(arguments: [40, 80, 200]) func onATerminal_barsAreDrawnInPlace_andFit(
        columns: Int
    ) async throws {
        try await withWorld { world in
            let terminal = try PseudoTerminal(columns: UInt16(columns))
            let process = try world.mjtask.start(["tasks", "follow"], output: terminal.path)
            try waitUntil("the bars") { terminal.text().contains(world.tasks[1].mjID) }
            try await world.store.checkpoint([.make(of: world.tasks[0], percent: 50)])
            try waitUntil("the progress") { terminal.text().contains(" 50%") }
            for task in world.tasks { _ = try await world.store.finish([.make(of: task)]) }
            #expect(process.waitForExit(timeout: .seconds(10)) == 0)

            let text = terminal.text()
            #expect(text.hasPrefix("\u{1b}[?25l"))
            #expect(text.hasSuffix("\u{1b}[?25h"))
            #expect(text.contains("\u{1b}[2A\u{1b}[J"), "two lines are drawn anew")
            #expect(text.contains("\u{1b}[32m"), "what succeeded is green")
            let lines = text.replacing(/\u{1b}\[[0-9?]*[A-Za-z]/, with: "")
                .split { $0.isNewline || $0 == "\r" }
            #expect(lines.allSatisfy { $0.count < columns }, "\(lines)")
        }
    }

    @Test func controlC_endsItWith130_andGivesTheCursorBack() async throws {
        try await withWorld { world in
            let terminal = try PseudoTerminal(columns: 80)
            let process = try world.mjtask.start(["tasks", "follow"], output: terminal.path)
            try waitUntil("the bars") { terminal.text().contains(world.tasks[0].mjID) }
            process.signal(SIGINT)
            #expect(process.waitForExit(timeout: .seconds(10)) == 130)
            #expect(terminal.text().hasSuffix("\u{1b}[?25h"))
        }
    }

    @Test func noColor_isHeard() async throws {
        try await withWorld { world in
            let terminal = try PseudoTerminal(columns: 80)
            let process = try world.mjtask.start(
                ["tasks", "follow"],
                output: terminal.path,
                environment: ["TERM": "xterm", "NO_COLOR": "1"]
            )
            try waitUntil("the bars") { terminal.text().contains(world.tasks[0].mjID) }
            for task in world.tasks { _ = try await world.store.finish([.make(of: task)]) }
            #expect(process.waitForExit(timeout: .seconds(10)) == 0)
            #expect(!terminal.text().contains("\u{1b}[32m"))
        }
    }

    @Test func moreTasksThanLines_areCounted() async throws {
        try await withWorld(tasks: 8) { world in
            let terminal = try PseudoTerminal(columns: 80, lines: 6)
            let process = try world.mjtask.start(["tasks", "follow"], output: terminal.path)
            try waitUntil("the rest") { terminal.text().contains("… and 5 more") }
            process.signal(SIGTERM)
            #expect(process.waitForExit(timeout: .seconds(10)) == 130)
        }
    }

    @Test func withNothingUnderWay_itEndsAtOnce() async throws {
        try await withWorld(tasks: 0) { world in
            let result = try world.mjtask("tasks", "follow", "--user", "ann")
            #expect(result.status == 0)
            #expect(result.output == "")
            #expect(result.errors == "nothing is under way\n")
        }
    }

    private struct World {
        let mjtask: CommandRun
        let store: Store
        let tasks: [MidjourneyTask]
        let hotState: HotState?

        /// As the poller shows progress: in Redis alone.
        func show(_ task: MidjourneyTask, percent: Int) throws {
            let isWritten = hotState?.write([
                HotTask(
                    mjID: task.mjID,
                    userID: task.userID,
                    version: .init(epoch: 1, sequence: Int64(percent)),
                    status: .inProgress,
                    percent: percent,
                    promptEn: "",
                    startTime: 1
                )
            ])
            #expect(isWritten == true)
        }
    }

    private func withWorld(
        tasks count: Int = 2,
        redis: Bool = false,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (World) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let mjtask = try CommandRun(directory: directory)
            let store = try openStore(in: directory + "/data")
            defer { store.close() }
            let submitter = try store.makeSubmitter("ann")
            let server = redis ? try RedisServer(directory: directory) : nil
            defer { server?.stop() }
            var hotState: HotState?
            if let server {
                try mjtask.setting("MJTASK_REDIS_SOCKET", server.socketPath)
                let identity = try Store.prepare(store.configuration, logger: .silent)
                let versions = try Versions(directory: directory + "/run", databaseID: identity)
                hotState = HotState(
                    configuration: .init(redisSocket: server.socketPath),
                    versions: versions
                )
            }
            let tasks = try (0..<count).map { _ in try store.makeTask(of: submitter) }
            try await body(
                World(mjtask: mjtask, store: store, tasks: tasks, hotState: hotState)
            )
        }
    }
}
