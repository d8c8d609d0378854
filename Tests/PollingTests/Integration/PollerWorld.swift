import Domain
import Foundation
import HotState
import Logging
import Polling
import Storage
import Supervision
import TestSupport
import Upstream

/// A store, a Redis and scripted channels, with as many pollers as a test starts.
final class PollerWorld: Sendable {
    let directory: String
    let redis: RedisServer
    let versions: Versions
    let store: Store
    let script = ScriptedChannels()
    let submitter: Submitter
    let receivers = ScriptedReceivers()

    private init(directory: String, configure: (inout Store.Configuration) -> Void) throws {
        self.directory = directory
        redis = try RedisServer(directory: directory)
        var configuration = Store.Configuration(path: directory + "/mjtask.db")
        configure(&configuration)
        let databaseID = try Store.prepare(configuration, logger: .silent)
        versions = try Versions(directory: directory, databaseID: databaseID)
        store = try Store(configuration: configuration, versions: versions, logger: .silent)
        submitter = try store.makeSubmitter()
    }

    static func run(
        configureStore: (inout Store.Configuration) -> Void = { _ in },
        _ body: (PollerWorld) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let world = try PollerWorld(directory: directory, configure: configureStore)
            defer { world.store.close() }
            try await body(world)
        }
    }

    /// Looks every 10 ms; nothing is given up within a test unless the test says so,
    /// and no relay waits for an answer.
    var configuration: PollingConfiguration {
        PollingConfiguration(
            schedule: .init(
                shortest: .milliseconds(10),
                longest: .milliseconds(20),
                longestBackoff: .milliseconds(40)
            ),
            missingGrace: .milliseconds(20),
            submitPatience: .zero,
            archiveDirectory: directory + "/archive",
            paces: Paces(
                hintFloor: .milliseconds(10),
                answerGrace: .milliseconds(20),
                searchInterval: .milliseconds(20),
                callbackPause: .milliseconds(20),
                cancellationPause: .milliseconds(20),
                forgetInterval: .milliseconds(20)
            ),
            lockFile: directory + "/poller.lock",
            refreshInterval: .milliseconds(10),
            logCheckpointInterval: .milliseconds(50)
        )
    }

    /// Runs a poller while `body` runs, and lets it stop in order.
    func poll(
        _ configure: (inout PollingConfiguration) -> Void = { _ in },
        events: PollerService.Events = .init(),
        _ body: () async throws -> Void
    ) async throws {
        var configuration = configuration
        configure(&configuration)
        let service = PollerService(
            configuration: configuration,
            hotState: hotConfiguration,
            versions: versions,
            store: store,
            channels: script.access,
            deliver: { [receivers] delivery, _ async throws(CallbackError) in
                try await receivers.take(delivery)
            },
            logger: .silent,
            events: events
        )
        let task = Task { try await service.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            _ = await task.result
            throw error
        }
        task.cancel()
        try await task.value
    }

    var hotConfiguration: HotState.Configuration {
        HotState.Configuration(redisSocket: redis.socketPath)
    }

    // MARK: Tasks

    /// A task that its channel has accepted as `upstreamID`.
    func submit(_ upstreamID: String = "up-1", on channel: Channel? = nil) throws
        -> MidjourneyTask
    {
        var submit = NewTask.make(of: submitter)
        submit.channelID = channel?.id ?? submit.channelID
        guard case .accepted(let tasks) = try store.accept([submit]), let task = tasks.first else {
            throw Unexpected(what: "a refused submit")
        }
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: upstreamID,
            code: 1,
            description: "提交成功",
            status: .submitted
        )
        return task
    }

    /// The row alone.
    func row(_ task: MidjourneyTask) throws -> MidjourneyTask {
        guard let found = try store.task(task.mjID, owner: nil) else {
            throw Unexpected(what: "the row of a task")
        }
        return found.task
    }

    /// What a reader sees: the row with the hot document.
    func shown(_ task: MidjourneyTask) throws -> MidjourneyTask {
        let hotState = HotState(configuration: hotConfiguration, versions: versions)
        return try row(task).overlaid(with: hotState.hotTasks([task.mjID])[task.mjID])
    }

    func waitFor(_ status: TaskStatus, percent: Int, of task: MidjourneyTask) async throws {
        try await wait("\(status) \(percent) %") {
            let shown = try shown(task)
            return shown.status == status && shown.progress.percent == percent
        }
    }

    func waitForEnd(_ status: TaskStatus, of task: MidjourneyTask) async throws {
        try await wait("the end of a task") { try row(task).status.isTerminal }
        let ended = try row(task)
        guard ended.status == status else {
            throw Unexpected(what: "\(ended.status), not \(status): \(ended.failReason)")
        }
    }

    /// What the user has left, of the million granted.
    func quota() throws -> Int64 { try store.user(named: submitter.user.name).quota }

    func flushRedis() throws {
        let command = try ChildProcess(
            .init(
                executable: "/usr/bin/redis-cli",
                arguments: ["-s", redis.socketPath, "FLUSHALL"]
            )
        )
        guard command.waitForExit(timeout: .seconds(10)) == 0 else {
            throw Unexpected(what: "FLUSHALL")
        }
    }

    var archive: [String] {
        let files = FileManager.default.subpaths(atPath: directory + "/archive") ?? []
        return files.filter { $0.contains(".") }
    }

    var temporaryPictures: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory + "/archive/tmp")) ?? []
    }
}

/// Something that the test is not about went wrong.
struct Unexpected: Error {
    let what: String
}

/// `waitUntil`, for conditions that ask an actor.
func wait(_ what: String, _ condition: () async throws -> Bool) async throws {
    try await waitUntil(what, condition)
}

func write(_ text: String, to path: String) {
    _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
}
