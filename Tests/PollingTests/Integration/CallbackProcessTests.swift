import Domain
import Glibc
import Storage
import Supervision
import Synchronization
import TestSupport
import Testing

@testable import Polling

/// The built poller and a receiver over HTTP.
@Suite(.timeLimit(.minutes(3)))
struct CallbackProcessTests {
    /// P6: whatever dies, every end is told at least once, and after an end nothing else.
    @Test func kill9_losesNoCallback() async throws {
        try await PollerWorld.run { world in
            // The first try of each third is failed, or its connection breaks.
            let seen = Mutex<Set<String>>([])
            let receiver = ScriptedServer { request in
                let isFirst = seen.withLock { $0.insert(request.path).inserted }
                let number = Int(request.path.dropFirst()) ?? 0
                guard isFirst, number % 3 == 0 else { return .answer(204, "") }
                return number % 2 == 0 ? .reset : .answer(500, "")
            }
            defer { receiver.stop() }
            let rich = try world.store.makeSubmitter("rich", quota: 1_000_000_000, byte: 2)
            let tasks = try (0..<60).map { number in
                try world.store.makeTask(
                    of: rich,
                    details: TaskDetails(notifyHook: "\(receiver.url)/\(number)")
                )
            }
            let endings = tasks.map { TaskEnding.make(of: $0) }
            for (number, ending) in endings.enumerated() {
                _ = try await world.store.finish([ending])
                guard number % 20 == 19 else { continue }
                let before = receiver.requests.count
                let poller = try world.startCallbackPoller("poller \(number)")
                try await wait("some deliveries") { receiver.requests.count > before + 3 }
                poller.stop(grace: .zero)
            }
            let poller = try world.startCallbackPoller("last poller")
            defer { poller.stop(grace: .zero) }
            try await wait("all deliveries") {
                try world.store.callbacks(onlyFailed: false, limit: 100).isEmpty
            }
            let told = Set(receiver.requests.map(\.path))
            #expect(told == Set((0..<60).map { "/\($0)" }))
            let signed = receiver.requests.filter { $0.headers["x-mjtask-signature"] != nil }
            #expect(signed.count == receiver.requests.count)
            for (path, requests) in Dictionary(grouping: receiver.requests, by: \.path) {
                #expect(
                    Set(requests.compactMap { $0.headers["x-mjtask-delivery"] }).count == 1,
                    "\(path)"
                )
            }
        }
    }

    @Test func aReceiverThatHangs_doesNotKeepThePollerFromStopping() async throws {
        try await PollerWorld.run { world in
            let receiver = ScriptedServer { _ in .silence }
            defer { receiver.stop() }
            let task = try world.accept(hook: receiver.url)
            _ = try await world.store.finish([.make(of: task)])
            let poller = try world.startCallbackPoller("poller")
            defer { poller.stop(grace: .zero) }
            try await wait("the delivery") { !receiver.requests.isEmpty }
            let begin = ContinuousClock.now
            poller.signal(SIGTERM)
            #expect(poller.waitForExit(timeout: .seconds(10)) == 0)
            #expect(ContinuousClock.now - begin < .seconds(8))
            let rows = try world.store.callbacks(onlyFailed: false, limit: 10)
            #expect(rows.map(\.attempts) == [0])
        }
    }

    @Test func aPrivateReceiver_isNeverCalled_unlessItIsAllowed() async throws {
        try await PollerWorld.run { world in
            let receiver = ScriptedServer { _ in .answer("ok") }
            defer { receiver.stop() }
            let task = try world.accept(hook: receiver.url)
            _ = try await world.store.finish([.make(of: task)])
            let poller = try world.startCallbackPoller("poller", allowed: "10.0.0.0/8")
            defer { poller.stop(grace: .zero) }
            try await wait("a failure") {
                try world.store.callbacks(onlyFailed: false, limit: 1).first?.lastError
                    == "private address"
            }
            #expect(receiver.requests.isEmpty)
        }
    }
}

extension PollerWorld {
    fileprivate func startCallbackPoller(_ name: String, allowed: String = "127.0.0.1") throws
        -> ChildProcess
    {
        let settings = """
            MJTASK_DATABASE=\(directory)/mjtask.db
            MJTASK_REDIS_SOCKET=\(redis.socketPath)
            MJTASK_RUN_DIRECTORY=\(directory)
            MJTASK_ARCHIVE_DIRECTORY=\(directory)/archive
            MJTASK_REFRESH_INTERVAL=100ms
            MJTASK_CALLBACK_ALLOWED="\(allowed)"

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
}
