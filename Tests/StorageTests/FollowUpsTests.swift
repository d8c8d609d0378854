import Domain
import Storage
import Synchronization
import TestSupport
import Testing

struct FollowUpsTests {
    @Test func modal_givesTheChargeOfTheSubmitBack() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 100_000)

            let task = try store.makeAcceptedTask(of: submitter, status: .modal)

            #expect(task.status == .modal)
            #expect(task.upstreamID == "u1")
            #expect(task.quota == 0)
            #expect(task.attempt == 1)
            #expect(try store.user(named: "ann").quota == 100_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aModalCall_isTheNextAttempt_chargedOnItsOwn() throws {
        let now = Mutex<Milliseconds>(1000)
        try withTemporaryStore(configure: { $0.clock = { now.withLock { $0 } } }) { store in
            let submitter = try store.makeSubmitter(quota: 100_000)
            let task = try store.makeAcceptedTask(
                of: submitter,
                status: .modal,
                details: TaskDetails(state: "old", notifyHook: "")
            )
            try store.execute("UPDATE prices SET quota = 60000 WHERE action = 'MODAL'")
            now.withLock { $0 = 9000 }
            let call = ModalCall.make(
                of: task,
                by: submitter,
                prompt: "a dog",
                state: "new",
                notifyHook: "http://hook"
            )

            let outcome = try store.beginModal(call)

            let sent = try store.stored(task)
            #expect(outcome == .begun(sent))
            #expect(sent.status == .modal)
            #expect(sent.isModalSent)
            #expect(sent.attempt == 2)
            #expect(sent.quota == 60_000)
            #expect(sent.sentAt == 9000)
            #expect(sent.submitTime == 1000)
            #expect(sent.hasHook)
            #expect(sent.prompt == "a cat")
            let details = try #require(try store.task(task.mjID, owner: nil)).details
            #expect(details.state == "new")
            #expect(details.notifyHook == "http://hook")
            #expect(try store.user(named: "ann").quota == 40_000)

            #expect(
                try store.recordModalAcceptance(of: call, code: 1, description: "") == .recorded
            )
            let taken = try store.stored(task)
            #expect(taken.status == .submitted)
            #expect(!taken.isModalSent)
            #expect(taken.prompt == "a dog")
            #expect(taken.quota == 60_000)
            #expect(taken.upstreamID == "u1")
            #expect(try store.user(named: "ann").spent == 60_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func emptyTexts_leaveThoseOfTheSubmit() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let details = TaskDetails(state: "mine", notifyHook: "http://hook")
            let task = try store.makeAcceptedTask(of: submitter, status: .modal, details: details)
            let call = ModalCall.make(of: task, by: submitter)

            _ = try store.beginModal(call)
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")

            var stored = try #require(try store.task(task.mjID, owner: nil))
            #expect(stored.task.prompt == "a cat")
            #expect(stored.task.hasHook)
            #expect(stored.details.answerCode == 1)
            stored.details.answerCode = nil
            #expect(stored.details == details)
        }
    }

    @Test func aRefusedModalCall_isRefunded_andTheTaskWaitsForTheNext() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeAcceptedTask(of: submitter, status: .modal)

            for attempt in 2...4 {
                _ = try store.beginModal(.make(of: task, by: submitter, prompt: "a dog"))
                #expect(try store.user(named: "ann").quota == 0)
                for _ in 1...2 {
                    try store.recordModalRefusal(mjID: task.mjID, code: 4, description: "no")
                }
                let waiting = try store.stored(task)
                #expect(waiting.status == .modal)
                #expect(!waiting.isModalSent)
                #expect(waiting.attempt == attempt)
                #expect(waiting.quota == 0)
                #expect(waiting.prompt == "a cat")
                #expect(try store.user(named: "ann").quota == 50_000)
                #expect(try store.verifyLedger() == [])
            }
        }
    }

    @Test func beginModal_saysWhyNot_andTakesNothing() async throws {
        try await withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let modal = try store.makeAcceptedTask(of: ann, status: .modal)
            let submitted = try store.makeAcceptedTask(of: ann)
            let ended = try store.makeAcceptedTask(of: ann, status: .modal)
            _ = try await store.finish([.make(of: ended, status: .failure)])
            let sent = try store.makeTaskWithModalSent(of: ann)
            let spent = try store.user(named: "ann").spent

            #expect(try store.beginModal(.make(of: modal, by: bob)) == .unknown)
            #expect(try store.beginModal(.make(of: submitted, by: ann)) == .notModal(submitted))
            let failure = try store.stored(ended)
            #expect(try store.beginModal(.make(of: ended, by: ann)) == .notModal(failure))
            #expect(try store.beginModal(.make(of: sent, by: ann)) == .alreadySent(sent))
            let foreign = Submitter(user: ann.user, token: bob.token, channel: ann.channel)
            #expect(try store.beginModal(.make(of: modal, by: foreign)) == .credentialWithdrawn)
            try store.execute("DELETE FROM prices WHERE action = 'MODAL'")
            #expect(try store.beginModal(.make(of: modal, by: ann)) == .unpriced)
            #expect(try store.user(named: "ann").spent == spent)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(arguments: [
        "UPDATE users SET enabled = 0", "UPDATE tokens SET enabled = 0",
        "UPDATE tokens SET expires_at = 1000",
    ])
    func beginModal_refuses_whoIsNotLetInAnyMore(change: String) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeAcceptedTask(of: submitter, status: .modal)
            try store.execute(change)

            #expect(try store.beginModal(.make(of: task, by: submitter)) == .credentialWithdrawn)
        }
    }

    @Test(arguments: ["UPDATE users SET quota = 49999", "UPDATE tokens SET remaining = 49999"])
    func beginModal_refuses_whatUserOrTokenCannotPay(change: String) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeAcceptedTask(of: submitter, status: .modal)
            try store.execute(change)

            #expect(try store.beginModal(.make(of: task, by: submitter)) == .insufficientQuota)
            #expect(try store.stored(task) == task)
        }
    }

    @Test func oneOfManyModalCalls_isBegun() throws {
        try withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in try openStore(in: directory) }
            defer { stores.forEach { $0.close() } }
            let submitter = try stores[0].makeSubmitter(quota: 1_000_000)
            let task = try stores[0].makeAcceptedTask(of: submitter, status: .modal)

            let outcomes = try onThreads(40) { number in
                try stores[number % 2].beginModal(.make(of: task, by: submitter))
            }

            let begun = outcomes.filter { if case .begun = $0 { true } else { false } }
            #expect(begun.count == 1)
            #expect(try stores[0].user(named: "ann").spent == 50_000)
            #expect(try stores[0].verifyLedger() == [])
        }
    }

    @Test func theRefund_goesToTheTokenThatPaidTheAttempt() async throws {
        try await withTemporaryStore { store in
            let first = try store.makeSubmitter()
            let token = try store.makeToken(of: first.user, byte: 9)
            let second = Submitter(user: first.user, token: token, channel: first.channel)
            let task = try store.makeAcceptedTask(of: first, status: .modal)
            _ = try store.beginModal(.make(of: task, by: second))
            #expect(try store.number("SELECT spent FROM tokens WHERE id = 2") == 50_000)

            _ = try await store.finish([.make(of: task, status: .failure)])

            #expect(try store.number("SELECT sum(spent) FROM tokens") == 0)
            #expect(try store.stored(task).quota == 0)
            #expect(!(try store.stored(task).isModalSent))
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aCallThatHasEnded_isNotRevivedByItsAnswer() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTaskWithModalSent(of: submitter)
            _ = try await store.finish([.make(of: task, status: .failure)])
            let ended = try store.stored(task)
            let call = ModalCall.make(of: task, by: submitter)

            let outcome = try store.recordModalAcceptance(of: call, code: 1, description: "")
            try store.recordModalRefusal(mjID: task.mjID, code: 4, description: "")

            #expect(outcome == .alreadyEnded)
            #expect(try store.stored(task) == ended)
            #expect(try store.user(named: "ann").spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aReport_thatTheTaskIsAtWork_isTheAnswerToItsModalCall() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTaskWithModalSent(of: submitter, prompt: "a dog")

            try await store.checkpoint([.make(of: task, promptEn: "dog")])

            let now = try store.stored(task)
            #expect(now.status == .inProgress)
            #expect(now.prompt == "a dog")
            #expect(now.promptEn == "dog")
            #expect(!now.isModalSent)
            #expect(now.quota == 50_000)
            let call = ModalCall.make(of: task, by: submitter)
            #expect(
                try store.recordModalAcceptance(of: call, code: 1, description: "") == .recorded
            )
            #expect(try store.stored(task) == now)
        }
    }

    @Test func aSeed_isKept_andTheUsersPagesMove() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            versions.clear()

            for _ in 1...2 { try store.recordSeed("4711", of: task.mjID) }

            #expect(try store.task(task.mjID, owner: nil)?.details.seed == "4711")
            #expect(versions.calls == [.announce([task.userID]), .finish([task.userID])])
            #expect(throws: StorageError.notFound(what: "task")) {
                try store.recordSeed("1", of: "none")
            }
        }
    }
}
