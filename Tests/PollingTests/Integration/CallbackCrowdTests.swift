import Domain
import Storage
import TestSupport
import Testing
import Upstream

@testable import Polling

/// Many rows and slow receivers: nobody hides anybody else's callbacks.
@Suite(.timeLimit(.minutes(2)))
struct CallbackCrowdTests {
    private let hook = "http://hook.example/a"

    @Test func aReceiverThatHangs_delaysNeitherOthersNorTheStop() async throws {
        try await PollerWorld.run { world in
            let hanging = "http://hang.example/"
            await world.receivers.set(.hanging, of: hanging)
            let tasks = try world.submitMany(40) { _ in hanging }
            _ = try await world.store.finish(tasks.map { .make(of: $0) })
            let begin = ContinuousClock.now
            try await world.poll {
                try await wait("its places") { await world.receivers.peak[hanging] == 4 }
                let task = try world.submit("other", hook: hook)
                await world.script.say(.make(.success, upstreamID: "other"))
                try await world.waitForEnd(.success, of: task)
                try await world.waitForCallbacks(.success, to: hook)
            }
            #expect(ContinuousClock.now - begin < .seconds(60))
            #expect(await world.receivers.peak[hanging] == 4)
            // Cut short, not failed: the next poller tries them at once.
            #expect(try world.rows().count == 40)
            #expect(try world.rows().allSatisfy { $0.attempts == 0 && !$0.hasFailed })
        }
    }

    @Test func manyRows_areAllDelivered_once() async throws {
        try await PollerWorld.run { world in
            let tasks = try world.submitMany(600) { "http://h\($0 % 3).example/" }
            _ = try await world.store.finish(tasks.map { .make(of: $0) })
            try await world.poll { try await world.waitForNoRows() }
            let told = await world.receivers.calls.map(\.mjID)
            #expect(told.count == 600)
            #expect(Set(told) == Set(tasks.map(\.mjID)))
            #expect(await world.receivers.peak.values.allSatisfy { $0 <= 4 })
        }
    }

    /// As many as are read at once are under way, and all older.
    @Test func rowsUnderWay_hideNobodyElses() async throws {
        try await PollerWorld.run { world in
            let held = (0..<5).map { "http://h\($0).example/" }
            for url in held { await world.receivers.set(.hanging, of: url) }
            let busy = try world.submitMany(500) { held[$0 % 5] }
            _ = try await world.store.finish(busy.map { .make(of: $0) })
            let task = try world.submit(hook: hook)
            try await world.poll {
                try await wait("all places") {
                    await world.receivers.calls.filter { $0.url != hook }.count == 20
                }
                _ = try await world.store.finish([.make(of: task)])
                try await world.waitForCallbacks(.success, to: hook)
            }
        }
    }
}
