import Domain
import Storage
import TestSupport
import Testing
import Upstream

@testable import Polling

/// Who is called back, when, and what stays until it is done.
@Suite(.timeLimit(.minutes(2)))
struct CallbackTests {
    private let hook = "http://hook.example/a"

    @Test func anEnd_isCalledBack_withTheDocumentOfItsState() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit(hook: hook)
            try await world.poll {
                await world.script.say(.make(.success))
                try await world.waitForCallbacks(.success, to: hook)
                try await world.waitForNoRows()
            }
            let call = try #require(await world.receivers.calls(to: hook).last)
            #expect(call.mjID == task.mjID && call.progress == "100%")
            let delivery = try #require(await world.receivers.deliveries.last)
            #expect(delivery.tokenHash == .make(1))
        }
    }

    @Test func everyEnd_isCalledBack_alsoThoseOfOthers() async throws {
        try await PollerWorld.run { world in
            let cancelled = try world.submit("up-1", hook: hook)
            let lost = try world.accept(hook: hook)
            try await world.poll {
                $0.submitDeadline = .milliseconds(100)
            } _: {
                _ = try world.store.cancel(cancelled.mjID, owner: cancelled.userID)
                try await wait("both") {
                    let calls = await world.receivers.calls(to: hook)
                    return calls.contains { $0.mjID == cancelled.mjID && $0.status == "CANCEL" }
                        && calls.contains { $0.mjID == lost.mjID && $0.status == "FAILURE" }
                }
            }
        }
    }

    @Test func statesOnTheWay_areTold_inOrder_andNothingAfterTheEnd() async throws {
        try await PollerWorld.run { world in
            try await world.poll {
                try await world.waitForARound()
                let task = try world.submit(hook: hook)
                await world.script.say(.make(.submitted))
                try await world.waitForCallbacks(.submitted, to: hook)
                for percent in [31, 62, 93] {
                    await world.script.say(.make(.inProgress, percent: percent))
                    try await wait("\(percent) %") {
                        await world.receivers.calls(to: hook).last?.progress == "\(percent)%"
                    }
                }
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
                try await world.waitForNoRows()
                try await world.waitForARound()
            }
            let calls = await world.receivers.calls(to: hook)
            #expect(
                calls.map(\.status)
                    == ["SUBMITTED", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "SUCCESS"]
            )
            #expect(Set(calls.map(\.delivery)).count == calls.count)
            #expect(await world.receivers.tasksAtOnce == 1)
        }
    }

    @Test func aModal_isTold() async throws {
        try await PollerWorld.run { world in
            try await world.poll {
                try await world.waitForARound()
                let task = try world.modal(isSent: false, hook: hook)
                try await world.waitForCallbacks(.modal, to: hook)
                #expect(await world.receivers.calls(to: hook).map(\.mjID) == [task.mjID])
            }
        }
    }

    /// The receiver is slower than the task: it is told the newest state, not a backlog.
    @Test func onlyTheNewestState_isTold() async throws {
        try await PollerWorld.run { world in
            try await world.poll {
                try await world.waitForARound()
                let task = try world.submit(hook: hook)
                await world.receivers.hold(hook)
                await world.script.say(.make(.submitted))
                try await world.waitForCallbacks(.submitted, to: hook)
                for percent in [10, 20, 30, 40] {
                    await world.script.say(.make(.inProgress, percent: percent))
                    try await world.waitFor(.inProgress, percent: percent, of: task)
                }
                await world.receivers.release(hook)
                try await wait("the newest") {
                    await world.receivers.calls(to: hook).last?.progress == "40%"
                }
            }
            #expect(await world.receivers.calls(to: hook).count == 2)
        }
    }

    /// The end waits for the news that are on their way, and then nothing else comes.
    @Test func theEnd_comesAfterNewsThatHang() async throws {
        try await PollerWorld.run { world in
            try await world.poll {
                try await world.waitForARound()
                let task = try world.submit(hook: hook)
                await world.receivers.hold(hook)
                await world.script.say(.make(.inProgress, percent: 10))
                try await world.waitForCallbacks(.inProgress, to: hook)
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
                try await world.waitForARound()
                #expect(await world.receivers.calls(to: hook).count == 1)
                await world.receivers.release(hook)
                try await world.waitForCallbacks(.success, to: hook)
            }
            #expect(await world.receivers.tasksAtOnce == 1)
        }
    }

    @Test func aRestart_tellsNothingTwice_butDueEnds() async throws {
        try await PollerWorld.run { world in
            let running = try world.submit("up-1", hook: hook)
            let done = try world.submit("up-2", hook: hook)
            _ = try await world.store.finish([.make(of: done)])
            await world.script.say(.make(.inProgress, percent: 0))
            try await world.poll {
                try await world.waitForCallbacks(.success, to: hook)
                try await world.waitForNoRows()
            }
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 50))
                try await world.waitFor(.inProgress, percent: 50, of: running)
                try await world.waitForCallbacks(.inProgress, to: hook)
            }
            let calls = await world.receivers.calls(to: hook)
            #expect(calls.filter { $0.mjID == done.mjID }.count == 1)
            #expect(!calls.contains { $0.status == "SUBMITTED" })
        }
    }
}
