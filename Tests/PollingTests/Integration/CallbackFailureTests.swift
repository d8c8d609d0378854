import Domain
import Storage
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import Polling

/// What is tried again, for how long, and what is given up.
@Suite(.timeLimit(.minutes(2)))
struct CallbackFailureTests {
    private let hook = "http://hook.example/a"

    @Test(arguments: [
        CallbackError.rejected(status: 500), .rejected(status: 302),
        .unreachable(reason: "timed out"), .unreachable(reason: "private address"),
    ])
    func aFailure_isTriedAgain_withTheSameId(failure: CallbackError) async throws {
        try await PollerWorld.run { world in
            let task = try world.submit(hook: hook)
            await world.receivers.set(.failing(failure), of: hook)
            _ = try await world.store.finish([.make(of: task)])
            try await world.poll {
                try await wait("two tries") { await world.receivers.calls(to: hook).count >= 2 }
                let row = try #require(try world.rows().first)
                #expect(row.lastError == "\(failure)" && row.attempts > 0 && !row.hasFailed)
                await world.receivers.set(.taking, of: hook)
                try await world.waitForNoRows()
            }
            #expect(Set(await world.receivers.calls(to: hook).map(\.delivery)).count == 1)
        }
    }

    /// It says nothing about the receiver, which is told as soon as there is a place.
    @Test func aWantOfPlaces_isNoFailure() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit(hook: hook)
            await world.receivers.set(.failing(.busy), of: hook)
            _ = try await world.store.finish([.make(of: task)])
            try await world.poll {
                try await wait("four tries") { await world.receivers.calls(to: hook).count >= 4 }
                #expect(try world.rows().first?.attempts == 0)
                await world.receivers.set(.taking, of: hook)
                try await world.waitForNoRows()
            }
        }
    }

    @Test func whatFailsForADay_isGivenUp_andCanBeTriedByHand() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit(hook: hook)
            await world.receivers.set(.failing(.rejected(status: 500)), of: hook)
            _ = try await world.store.finish([.make(of: task)])
            try await world.poll {
                $0.callbackDeadline = .milliseconds(300)
            } _: {
                try await wait("the end of the tries") { try world.rows().first?.hasFailed == true }
                #expect(try world.rows().first?.lastError == "status 500")
                await world.receivers.set(.taking, of: hook)
                #expect(try world.store.retryCallbacks(nil) == 1)
                try await world.waitForNoRows()
            }
        }
    }

    @Test func whatIsTooOldAtTheStart_isGivenUp_notDelivered() async throws {
        let clock = Mutex<Milliseconds>(.now - 2 * 86_400_000)
        try await PollerWorld.run {
            $0.clock = { clock.withLock { $0 } }
        } _: { world in
            let tasks = try world.submitMany(300) { _ in hook }
            _ = try await world.store.finish(tasks.map { .make(of: $0) })
            clock.withLock { $0 = .now }
            try await world.poll {
                try await wait("all to be given up") {
                    try world.rows().allSatisfy(\.hasFailed)
                }
                let fresh = try world.submit("fresh", hook: hook)
                _ = try await world.store.finish([.make(of: fresh)])
                try await world.waitForCallbacks(.success, to: hook)
            }
            #expect(await world.receivers.calls(to: hook).count == 1)
            #expect(try world.rows().count == 300)
        }
    }

    @Test func whatWasGivenUpLongAgo_isForgotten() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit(hook: hook)
            await world.receivers.set(.failing(.invalid(reason: "no")), of: hook)
            _ = try await world.store.finish([.make(of: task)])
            try await world.poll {
                $0.failedCallbackLifetime = .milliseconds(100)
            } _: {
                try await world.waitForNoRows()
            }
            #expect(await world.receivers.calls(to: hook).count == 1)
        }
    }
}
