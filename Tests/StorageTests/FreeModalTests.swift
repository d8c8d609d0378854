import Domain
import Storage
import TestSupport
import Testing

/// Buttons that open a window are free, and their modal call is paid: also where a channel draws
/// without opening one.
struct FreeModalTests {
    private func record(
        _ code: Int,
        of task: MidjourneyTask,
        in store: Store
    ) throws -> AcceptanceOutcome {
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: "u\(task.id)",
            code: code,
            description: "",
            status: code == 21 ? .modal : .submitted
        )
    }

    @Test(arguments: [TaskAction.inpaint, .customZoom], [1, 22])
    func whatIsDrawnWithoutAWindow_takesThePriceOfTheModalCall(
        action: TaskAction,
        code: Int
    ) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 60_000)
            try store.execute("UPDATE tokens SET remaining = 60000")
            let task = try store.makeTask(of: submitter, action: action)
            #expect(task.quota == 0)

            #expect(try record(code, of: task, in: store) == .recorded)
            #expect(try record(code, of: task, in: store) == .recorded)

            let after = try store.stored(task)
            #expect(after.quota == 50_000)
            #expect(after.status == .submitted)
            #expect(try store.user(named: "ann").quota == 10_000)
            #expect(try store.number("SELECT remaining FROM tokens") == 10_000)
            #expect(try store.number("SELECT count(*) FROM ledger WHERE kind = 'charge'") == 1)

            _ = try store.cancel(task.mjID, owner: task.userID)
            #expect(try store.user(named: "ann").quota == 60_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aWindow_costsNothing_untilItsModalCall() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeTask(of: submitter, action: .inpaint)

            #expect(try record(21, of: task, in: store) == .recorded)
            #expect(try store.user(named: "ann").spent == 0)
            // A late repetition of the answer as another one is not a modal call.
            #expect(try record(1, of: task, in: store) == .recorded)
            #expect(try store.user(named: "ann").spent == 0)

            let call = ModalCall.make(of: task, by: submitter)
            guard case .begun(let begun) = try store.beginModal(call) else {
                Issue.record("not begun")
                return
            }
            #expect(begun.quota == 50_000)
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")
            #expect(try store.stored(task).quota == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(arguments: [
        "UPDATE users SET concurrent_tasks = 0", "UPDATE tokens SET remaining = 49999",
    ])
    func whatCannotBePaid_fails_andTheChannelIsTold(limit: String) async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter(
                quota: limit.contains("users") ? 49_999 : 60_000
            )
            try store.execute(limit)
            let outcome = try store.accept([
                .make(
                    of: submitter,
                    action: .inpaint,
                    details: TaskDetails(notifyHook: "http://hook")
                )
            ])
            guard case .accepted(let tasks) = outcome, let task = tasks.first else {
                Issue.record("not accepted: \(outcome)")
                return
            }

            #expect(try record(1, of: task, in: store) == .insufficientQuota)

            let after = try store.stored(task)
            #expect(after.status == .failure)
            #expect(after.failReason == "quota_not_enough")
            #expect(after.quota == 0)
            #expect(try store.user(named: "ann").spent == 0)
            let due = try await store.dueCancellations(limit: 9, now: .max)
            #expect(due.map(\.upstreamID) == ["u\(task.id)"])
            #expect(try await store.dueCallbacks(limit: 9, now: .max).map(\.mjID) == [task.mjID])
            #expect(try record(1, of: task, in: store) == .alreadyEnded)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(
        arguments: [
            ([.relax, .fast], 50_000, .fast), ([.relax, .turbo], 100_000, .turbo),
            ([.fast], 50_000, nil),
        ] as [(Set<SpeedMode>, Int64, SpeedMode?)]
    )
    func whereTheChannelMayChooseTheMode_theDearestModalCallIsPaid(
        possible: Set<SpeedMode>,
        price: Int64,
        mode: SpeedMode?
    ) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute(
                "INSERT INTO prices VALUES ('MODAL', 'RELAX', 20000), ('MODAL', 'TURBO', 100000)"
            )
            var new = NewTask.make(of: submitter, action: .inpaint)
            new.possibleModes = possible
            guard case .accepted(let tasks) = try store.accept([new]), let task = tasks.first else {
                Issue.record("not accepted")
                return
            }
            #expect(task.quota == 0)
            #expect(task.mode == mode)

            #expect(try record(1, of: task, in: store) == .recorded)

            #expect(try store.stored(task).quota == price)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aLostAnswerThatIsFound_isPaidForTheSameWay() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let tasks = try (0..<2).map { _ in try store.makeTask(of: submitter, action: .inpaint) }

            func adopt(_ task: MidjourneyTask) async throws -> Bool {
                try await store.adopt(
                    task.mjID,
                    on: submitter.channel.id,
                    upstreamID: "u\(task.id)",
                    status: .submitted
                )
            }
            #expect(try await adopt(tasks[0]))
            #expect(try await !adopt(tasks[1]))

            #expect(try store.stored(tasks[0]).quota == 50_000)
            #expect(try store.stored(tasks[1]).status == .failure)
            #expect(try await store.dueCancellations(limit: 9, now: .max).count == 1)
            #expect(try store.verifyLedger() == [])
        }
    }

    /// Who is at work already pays, also if the token is not let in any more.
    @Test func aRevokedToken_paysForWhatIsDrawn() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeTask(of: submitter, action: .customZoom)
            try store.revokeToken(submitter.token.id)

            #expect(try record(1, of: task, in: store) == .recorded)

            #expect(try store.user(named: "ann").quota == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aPriceOfTheButtonItself_isAllThatIsTaken() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            try store.execute("UPDATE prices SET quota = 7 WHERE action = 'INPAINT'")
            let task = try store.makeTask(of: submitter, action: .inpaint)

            #expect(try record(1, of: task, in: store) == .recorded)

            #expect(try store.user(named: "ann").spent == 7)
        }
    }
}
