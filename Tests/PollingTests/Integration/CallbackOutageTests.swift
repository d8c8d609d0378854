import Domain
import Storage
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import Polling

/// Callbacks while the database cannot be written.
@Suite(.timeLimit(.minutes(2)))
struct CallbackOutageTests {
    private let hook = "http://hook.example/a"

    @Test func aDeliveryThatCannotBeRecorded_isNotMadeAgain() async throws {
        let disk = Disk()
        try await PollerWorld.run {
            $0.faults = disk.faults
        } _: { world in
            let task = try world.submit(hook: hook)
            _ = try await world.store.finish([.make(of: task)])
            await world.receivers.hold(hook)
            try await world.poll {
                try await world.waitForCallbacks(.success, to: hook)
                disk.isFull = true
                await world.receivers.release(hook)
                try await wait("tries to record it") { disk.failures >= 3 }
                disk.isFull = false
                try await world.waitForNoRows()
            }
            #expect(await world.receivers.calls(to: hook).count == 1)
        }
    }

    @Test func aFailureThatCannotBeRecorded_isNoReasonToTryAtOnce() async throws {
        let disk = Disk()
        try await PollerWorld.run {
            $0.faults = disk.faults
        } _: { world in
            let task = try world.submit(hook: hook)
            _ = try await world.store.finish([.make(of: task)])
            await world.receivers.set(.failing(.rejected(status: 500)), of: hook)
            await world.receivers.hold(hook)
            try await world.poll {
                try await world.waitForCallbacks(.success, to: hook)
                disk.isFull = true
                await world.receivers.release(hook)
                try await wait("tries to record it") { disk.failures >= 5 }
                #expect(await world.receivers.calls(to: hook).count == 1)
                disk.isFull = false
                try await wait("the record") { try world.rows().first?.attempts ?? 0 > 0 }
                await world.receivers.set(.taking, of: hook)
                try await world.waitForNoRows()
            }
        }
    }

    /// More rows than are read at once: the rest makes room for others, which cannot be written.
    @Test func whatWasStarted_goesOn_whenTheRestCannotBePostponed() async throws {
        let disk = Disk()
        try await PollerWorld.run {
            $0.faults = disk.faults
        } _: { world in
            let tasks = try world.submitMany(600) { _ in hook }
            try await world.poll {
                try await world.waitForARound()
                disk.isFullAfterNextCommit = true
                _ = try await world.store.finish(tasks.map { .make(of: $0) })
                try await world.waitForCallbacks(.success, to: hook)
                disk.isFull = false
                try await world.waitForNoRows()
            }
            #expect(await world.receivers.calls.count == 600)
        }
    }
}

/// Fails writes, and counts them.
private final class Disk: Sendable {
    private struct State {
        var isFull = false
        var isFullAfterNextCommit = false
        var failures = 0
    }

    private let state = Mutex(State())

    var isFull: Bool {
        get { state.withLock { $0.isFull } }
        set { state.withLock { $0.isFull = newValue } }
    }

    var isFullAfterNextCommit: Bool {
        get { state.withLock { $0.isFullAfterNextCommit } }
        set { state.withLock { $0.isFullAfterNextCommit = newValue } }
    }

    var failures: Int { state.withLock { $0.failures } }

    func faults(_ point: FaultPoint) throws {
        let fails = state.withLock { state in
            if point == .committed, state.isFullAfterNextCommit {
                state.isFullAfterNextCommit = false
                state.isFull = true
            }
            guard point == .written, state.isFull else { return false }
            state.failures += 1
            return true
        }
        if fails { throw Unexpected(what: "a full disk") }
    }
}
