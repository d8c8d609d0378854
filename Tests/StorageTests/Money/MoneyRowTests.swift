import Domain
import Storage
import Synchronization
import TestSupport
import Testing

/// Defects of new-api about balances, by their number in the list of them.
struct MoneyRowTests {
    @Test("B12: a task whose channel is disabled, or never answered, fails with its refund")
    func failuresRefund() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let unanswered = try store.makeTask(of: submitter)
            let accepted = try store.makeAcceptedTask(of: submitter)
            let nameless = try store.makeAcceptedTask(of: submitter, upstreamID: "")
            try store.setChannelStatus(.disabled, id: submitter.channel.id)

            let endings = [unanswered, accepted, nameless].map {
                TaskEnding.make(of: $0, status: .failure)
            }
            #expect(try await store.finish(endings).count == 3)

            let user = try store.user(named: "ann")
            #expect(user.quota == 1_000_000)
            #expect(user.spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(
        "B13: an id that two channels use is two tasks, and what has ended is never written again"
    )
    func sameIDOnTwoChannels() async throws {
        try await withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let second = Submitter(
                user: bob.user,
                token: bob.token,
                channel: try store.makeChannel("two")
            )
            let mine = try store.makeAcceptedTask(of: ann, upstreamID: "same")
            let others = try store.makeAcceptedTask(of: second, upstreamID: "same")
            _ = try await store.finish([.make(of: mine)])
            let ended = try store.stored(mine)

            _ = try await store.finish([.make(of: mine, status: .failure)])
            try await store.checkpoint([.make(of: mine)])
            try store.recordRefusal(mjID: mine.mjID, code: 4, reason: "no")
            _ = try await store.finish([.make(of: others, status: .failure)])

            #expect(try store.stored(mine) == ended)
            #expect(try store.stored(others).status == .failure)
            #expect(try store.user(named: "ann").spent == 50_000)
            #expect(try store.user(named: "bob").spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test("B14: a row that was never charged is never refunded")
    func freeRowsAreNotRefunded() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 200_000)
            let free = try store.makeTask(of: submitter, action: .inpaint)
            let window = try store.makeAcceptedTask(of: submitter, status: .modal)
            let refused = try store.makeTask(of: submitter)
            try store.recordRefusal(mjID: refused.mjID, code: 23, reason: "queue full")
            let imported = try store.makeTask(of: submitter, action: .customZoom)
            // As old versions of new-api stored what was refused, and an import takes it over.
            try store.execute("UPDATE tasks SET quota = 50000 WHERE id = \(imported.id)")

            for task in [free, window, refused, imported] {
                _ = try await store.finish([.make(of: task, status: .failure)])
                _ = try store.refundTask(mjID: task.mjID, note: "")
                try store.recordRefusal(mjID: task.mjID, code: 24, reason: "banned")
            }

            let user = try store.user(named: "ann")
            #expect(user.quota == 200_000)
            #expect(user.spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test("B15: a refund restores user and token, once, whoever finds out and how many at a time")
    func refundsAreWholeAndSingle() throws {
        try withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in try openStore(in: directory) }
            defer { stores.forEach { $0.close() } }
            let submitter = try stores[0].makeSubmitter(quota: 100_000)
            try stores[0].execute("UPDATE tokens SET remaining = 80000")
            let task = try stores[0].makeTask(of: submitter)

            try onThreads(16) { number in
                let store = stores[number % 2]
                switch number % 4 {
                case 0: try store.recordRefusal(mjID: task.mjID, code: 23, reason: "full")
                case 1: _ = try store.cancel(task.mjID, owner: task.userID)
                case 2: _ = try store.failTask(mjID: task.mjID, reason: "stuck")
                default: _ = try store.refundTask(mjID: task.mjID, note: "")
                }
            }

            let user = try stores[0].user(named: "ann")
            #expect(user.quota == 100_000)
            #expect(user.spent == 0)
            #expect(try stores[0].number("SELECT remaining FROM tokens") == 80_000)
            #expect(try stores[0].number("SELECT spent FROM tokens") == 0)
            #expect(try stores[0].number("SELECT count(*) FROM ledger WHERE kind = 'refund'") == 1)
            #expect(try stores[0].verifyLedger() == [])
        }
    }

    @Test(
        "B16: a task has ended exactly when its refund is there, wherever the process dies",
        arguments: FaultPoint.allCases
    )
    func endAndRefundAreOne(point: FaultPoint) async throws {
        struct Crash: Error {}
        let isArmed = Mutex(false)
        try await withTemporaryStore(configure: { configuration in
            configuration.faults = { reached in
                if reached == point, isArmed.withLock({ $0 }) { throw Crash() }
            }
        }) { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeAcceptedTask(of: submitter)
            isArmed.withLock { $0 = true }
            await #expect(throws: StorageError.self) {
                try await store.finish([.make(of: task, status: .failure)])
            }
            isArmed.withLock { $0 = false }

            let hasEnded = try store.stored(task).status == .failure
            #expect(hasEnded == (point == .committed))
            #expect(try store.user(named: "ann").quota == (hasEnded ? 50_000 : 0))

            _ = try await store.finish([.make(of: task, status: .failure)])
            #expect(try store.user(named: "ann").quota == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test("B17: an end that was decided on an older state changes nothing of a newer one")
    func staleSnapshotsLose() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let window = try store.makeAcceptedTask(of: submitter, status: .modal)
            var stale = TaskEnding.make(of: window, status: .failure)
            stale.onlyIf = .init(window)
            let other = Submitter(
                user: submitter.user,
                token: try store.makeToken(of: submitter.user, byte: 2),
                channel: submitter.channel
            )
            let call = ModalCall.make(of: window, by: other, prompt: "a dog")
            _ = try store.beginModal(call)
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")
            let newer = try store.stored(window)

            #expect(try await store.finish([stale]).isEmpty)
            #expect(try store.stored(window) == newer)

            // One that may: the columns that it does not know of stay as they were.
            try await store.checkpoint([.make(of: window, percent: 30)])
            _ = try await store.finish([.make(of: window)])
            let ended = try store.stored(window)
            #expect(ended.status == .success)
            #expect(ended.prompt == "a dog")
            #expect(ended.quota == 50_000)
            #expect(ended.tokenID == window.tokenID)
            #expect(ended.upstreamID == window.upstreamID)
            #expect(try store.verifyLedger() == [])
        }
    }
}
