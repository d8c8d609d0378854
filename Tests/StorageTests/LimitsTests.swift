import Domain
import Storage
import Synchronization
import TestSupport
import Testing

struct LimitsTests {
    private final class TestTime: Sendable {
        private let time = Mutex<Milliseconds>(1_700_000_000_000)
        var now: Milliseconds { time.withLock { $0 } }
        func advance(_ by: Milliseconds) { time.withLock { $0 += by } }
    }

    private func withLimits(
        _ sql: String,
        defaults: SubmitLimits = SubmitLimits(),
        _ body: (Store, Submitter, TestTime) throws -> Void
    ) throws {
        let time = TestTime()
        try withTemporaryStore {
            $0.clock = { time.now }
            $0.defaultLimits = defaults
        } _: { store in
            let submitter = try store.makeSubmitter(quota: 100_000_000)
            if !sql.isEmpty { try store.execute(sql) }
            try body(store, submitter, time)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(arguments: [
        "UPDATE users SET submits_per_minute = 2", "UPDATE tokens SET submits_per_minute = 2",
        // The stricter one counts.
        """
        UPDATE users SET submits_per_minute = 2; UPDATE tokens SET submits_per_minute = 50
        """,
    ])
    func submitsPerMinute_holdForSubmitsModalCallsAndUploadsTogether(limit: String) throws {
        try withLimits(limit) { store, submitter, time in
            let task = try store.makeAcceptedTask(of: submitter, status: .modal)
            let call = ModalCall.make(of: task, by: submitter)
            _ = try store.beginUpload(.make(of: submitter))

            let before = try store.user(named: "ann")
            let refused = SubmitRefusal.tooManySubmits(retryAfter: 30_000)
            #expect(try store.accept([.make(of: submitter)]) == .refused(refused))
            #expect(try store.beginModal(call) == .refused(refused))
            #expect(try store.beginUpload(.make(of: submitter)) == .refused(refused))
            #expect(try store.user(named: "ann") == before)

            time.advance(30_000)
            guard case .begun = try store.beginModal(call) else {
                Issue.record("the modal call was not admitted")
                return
            }
            #expect(try store.accept([.make(of: submitter)]) == .refused(refused))
        }
    }

    @Test func whatCannotBePaid_isNotCounted() throws {
        try withLimits("UPDATE users SET submits_per_minute = 1") { store, submitter, _ in
            try store.execute("UPDATE tokens SET remaining = 25000")
            #expect(try store.accept([.make(of: submitter)]) == .insufficientQuota)
            let unknown = TaskAction(rawValue: "X")
            #expect(try store.accept([.make(of: submitter, action: unknown)]) == .unpriced)

            _ = try store.makeTask(of: submitter, action: .describe)

            #expect(
                try store.accept([.make(of: submitter, action: .inpaint)])
                    == .refused(.tooManySubmits(retryAfter: 60_000))
            )
        }
    }

    @Test func severalTasksOfOneRequest_areOneSubmit() throws {
        try withLimits("UPDATE users SET submits_per_minute = 1") { store, submitter, _ in
            let outcome = try store.accept((0..<4).map { _ in .make(of: submitter) })
            guard case .accepted(let tasks) = outcome else {
                Issue.record("not accepted: \(outcome)")
                return
            }
            #expect(tasks.count == 4)
        }
    }

    @Test func anUploadOnTheNextChannel_isNoFurtherSubmit() throws {
        try withLimits("UPDATE users SET submits_per_minute = 1") { store, submitter, _ in
            #expect(try store.beginUpload(.make(of: submitter)) == .begun(1))
            try store.endUpload(1, succeeded: false)
            var upload = NewUpload.make(of: submitter)
            upload.isFurtherTry = true
            #expect(try store.beginUpload(upload) == .begun(2))
        }
    }

    @Test(arguments: [
        "UPDATE users SET concurrent_tasks = 2", "UPDATE tokens SET concurrent_tasks = 2",
    ])
    func concurrentTasks_areWhatChannelsWorkOn(limit: String) throws {
        try withLimits(limit) { store, submitter, _ in
            let full = SubmitRefusal.tooManyTasks
            let waiting = try store.makeAcceptedTask(of: submitter, status: .modal)
            let first = try store.makeTask(of: submitter)
            // Windows that wait for their user are no work; a modal call under way is.
            let call = ModalCall.make(of: waiting, by: submitter)
            guard case .begun = try store.beginModal(call) else {
                Issue.record("the modal call was not admitted")
                return
            }
            #expect(try store.accept([.make(of: submitter)]) == .refused(full))
            #expect(try store.beginUpload(.make(of: submitter)) == .refused(full))
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")
            #expect(try store.accept([.make(of: submitter)]) == .refused(full))

            try store.recordRefusal(mjID: first.mjID, code: 23, reason: "queue full")
            #expect(try store.beginUpload(.make(of: submitter)) == .begun(1))
            #expect(try store.accept([.make(of: submitter)]) == .refused(full))
            try store.endUpload(1, succeeded: true)
            #expect(
                try store.accept([.make(of: submitter), .make(of: submitter)]) == .refused(full)
            )
            _ = try store.makeTask(of: submitter)
            #expect(try store.accept([.make(of: submitter)]) == .refused(full))
        }
    }

    @Test func aTokensLimits_areItsOwn_andAUsersAreOfAllTokens() throws {
        try withLimits("") { store, submitter, _ in
            let other = Submitter(
                user: submitter.user,
                token: try store.makeToken(of: submitter.user, byte: 2),
                channel: submitter.channel
            )
            try store.execute(
                "UPDATE tokens SET concurrent_tasks = 1, submits_per_minute = 2 WHERE id = 1"
            )
            _ = try store.makeTask(of: submitter)
            #expect(try store.accept([.make(of: submitter)]) == .refused(.tooManyTasks))
            _ = try store.makeTask(of: other)
            _ = try store.makeTask(of: other)

            try store.execute("UPDATE users SET concurrent_tasks = 3")
            #expect(try store.accept([.make(of: other)]) == .refused(.tooManyTasks))
        }
    }

    @Test func aModalCall_takesAPlaceOfTheTokenThatPays_notOfTheSubmits() throws {
        try withLimits("") { store, submitter, _ in
            let other = Submitter(
                user: submitter.user,
                token: try store.makeToken(of: submitter.user, byte: 2),
                channel: submitter.channel
            )
            try store.execute("UPDATE tokens SET concurrent_tasks = 1")
            let windows = try (1...2).map { number in
                let window = try store.makeAcceptedTask(
                    of: submitter,
                    upstreamID: "u\(number)",
                    status: .modal
                )
                return ModalCall.make(of: window, by: other)
            }
            guard case .begun = try store.beginModal(windows[0]) else {
                Issue.record("the modal call was not admitted")
                return
            }

            #expect(try store.beginModal(windows[1]) == .refused(.tooManyTasks))
            #expect(try store.accept([.make(of: other)]) == .refused(.tooManyTasks))
            _ = try store.recordModalAcceptance(of: windows[0], code: 1, description: "")
            #expect(try store.accept([.make(of: other)]) == .refused(.tooManyTasks))
            _ = try store.makeTask(of: submitter)
        }
    }

    @Test func theSettings_areForUsersWithoutLimitsOfTheirOwn() throws {
        let defaults = SubmitLimits(submitsPerMinute: 2, concurrentTasks: 1)
        try withLimits("", defaults: defaults) { store, submitter, _ in
            let bob = try store.makeSubmitter("bob", byte: 2)
            try store.execute(
                """
                UPDATE users SET submits_per_minute = 0, concurrent_tasks = 0 WHERE name = 'bob'
                """
            )
            _ = try store.makeTask(of: submitter)
            #expect(try store.accept([.make(of: submitter)]) == .refused(.tooManyTasks))
            for _ in 1...9 { _ = try store.makeTask(of: bob) }
        }
    }

    @Test func aTokenForSomeActions_paysForNoOther() throws {
        try withLimits(
            "UPDATE tokens SET allowed_actions = 'DESCRIBE INPAINT MODALITY'"
        ) { store, submitter, _ in
            let window = try store.makeTask(of: submitter, action: .inpaint)
            try store.recordAcceptance(
                mjID: window.mjID,
                upstreamID: "u",
                code: 21,
                description: "",
                status: .modal
            )

            #expect(
                try store.accept([.make(of: submitter)]) == .refused(.actionNotAllowed(.imagine))
            )
            #expect(
                try store.beginModal(.make(of: window, by: submitter))
                    == .refused(.actionNotAllowed(.modal))
            )
            #expect(
                try store.beginUpload(.make(of: submitter)) == .refused(.actionNotAllowed(.upload))
            )
            #expect(try store.mayDo(.describe, token: submitter.token.id))
            #expect(try !store.mayDo(.action, token: submitter.token.id))
            _ = try store.makeTask(of: submitter, action: .describe)
            #expect(try store.user(named: "ann").spent == 25_000)
        }
    }
}
