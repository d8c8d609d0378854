import Domain
import Storage
import Synchronization
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

    // MARK: Failures

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

    @Test func aDeliveryThatCannotBeRecorded_isNotMadeAgain() async throws {
        let fails = Mutex(false)
        try await PollerWorld.run {
            $0.faults = { point in
                if point == .written, fails.withLock({ $0 }) { throw DiskFull() }
            }
        } _: { world in
            let task = try world.submit(hook: hook)
            _ = try await world.store.finish([.make(of: task)])
            await world.receivers.hold(hook)
            try await world.poll {
                try await world.waitForCallbacks(.success, to: hook)
                fails.withLock { $0 = true }
                await world.receivers.release(hook)
                let looks = await world.receivers.calls.count
                try await Task.sleep(for: .milliseconds(100))
                fails.withLock { $0 = false }
                try await world.waitForNoRows()
                #expect(await world.receivers.calls.count == looks)
            }
        }
    }
}

private struct DiskFull: Error {}

extension PollerWorld {
    fileprivate func submit(_ upstreamID: String = "up-1", hook: String) throws -> MidjourneyTask {
        let task = try accept(hook: hook)
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: upstreamID,
            code: 1,
            description: "提交成功",
            status: .submitted
        )
        return task
    }

    /// Accepted tasks of somebody who can pay for all of them.
    fileprivate func submitMany(_ count: Int, hook: (Int) -> String) throws -> [MidjourneyTask] {
        let rich = try store.makeSubmitter("rich", quota: 1_000_000_000, byte: 2)
        return try (0..<count).map { number in
            try store.makeTask(of: rich, details: TaskDetails(notifyHook: hook(number)))
        }
    }

    fileprivate func rows() throws -> [Callback] {
        try store.callbacks(onlyFailed: false, limit: 10_000)
    }

    fileprivate func waitForNoRows() async throws {
        try await wait("all callbacks to be made") { try rows().isEmpty }
    }

    fileprivate func waitForCallbacks(_ status: TaskStatus, to url: String) async throws {
        try await wait("a callback of \(status)") {
            await receivers.calls(to: url).contains { $0.status == status.rawValue }
        }
    }

    /// Returns after the poller has read the tasks at least once more.
    fileprivate func waitForARound() async throws {
        let before = try heartbeat()
        try await wait("a round") { try heartbeat() > before }
    }
}
