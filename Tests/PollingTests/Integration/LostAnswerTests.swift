import Domain
import HotState
import Storage
import TestSupport
import Testing

@testable import Polling

/// What becomes of submits and modal calls whose answer never came.
@Suite(.timeLimit(.minutes(2)))
struct LostAnswerTests {
    private func others(_ count: Int) -> [ChannelReport] {
        (0..<count).map {
            .make(.inProgress, upstreamID: "other-\($0)", action: "IMAGINE", prompt: "a cat")
        }
    }

    @Test func aTask_isFoundByItsState_andEndsAsWhatItWas() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list(others(99) + [.make(upstreamID: "up-7", state: task.mjID)])
            await world.script.say(.make(.success, upstreamID: "up-7", state: task.mjID))
            try await world.poll { try await world.waitForEnd(.success, of: task) }
            #expect(try world.row(task).upstreamID == "up-7")
            #expect(try world.quota() < 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    @Test func aTask_isFoundByItsHook_whereStateIsDropped_amongEqualPrompts() async throws {
        try await PollerWorld.run { world in
            let tasks = try ["aa", "bb"].map { try world.accept(secret: $0) }
            let hooks = try tasks.map { try world.hookPath(of: $0) }
            await world.script.list(
                others(98)
                    + [
                        .make(upstreamID: "up-b", hook: hooks[1], prompt: "a cat"),
                        .make(upstreamID: "up-a", hook: hooks[0], prompt: "a cat"),
                    ]
            )
            await world.script.say(
                .make(.success, upstreamID: "up-a"),
                .make(.failure, upstreamID: "up-b")
            )
            try await world.poll {
                try await world.waitForEnd(.success, of: tasks[0])
                try await world.waitForEnd(.failure, of: tasks[1])
            }
            #expect(try tasks.map { try world.row($0).upstreamID } == ["up-a", "up-b"])
        }
    }

    @Test func aTask_thatNothingProves_endsWithARefund_andIsNeverGuessed() async throws {
        try await PollerWorld.run { world in
            let tasks = try [world.accept(), world.accept()]
            await world.script.list(others(100))
            try await world.poll {
                $0.submitDeadline = .milliseconds(200)
            } _: {
                for task in tasks { try await world.waitForEnd(.failure, of: task) }
            }
            for task in tasks {
                #expect(try world.row(task).upstreamID == nil)
                #expect(try world.row(task).failReason == EndReason.unanswered)
            }
            #expect(try world.quota() == 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    @Test func aHookedId_isVerifiedBeforeItIsAdopted() async throws {
        try await PollerWorld.run { world in
            let right = try world.accept(secret: "aa")
            let wrong = try world.accept(secret: "bb")
            try world.store.recordHookedID("up-right", of: right.mjID)
            try world.store.recordHookedID("up-wrong", of: wrong.mjID)
            await world.script.say(
                .make(.inProgress, upstreamID: "up-right", action: "IMAGINE", prompt: "a cat"),
                .make(.inProgress, upstreamID: "up-wrong", action: "IMAGINE", prompt: "a dog")
            )
            try await world.poll {
                $0.submitDeadline = .milliseconds(500)
            } _: {
                try await wait("the right one") {
                    try world.row(right).upstreamID == "up-right"
                }
                try await world.waitForEnd(.failure, of: wrong)
            }
            #expect(try world.row(wrong).upstreamID == nil)
        }
    }

    @Test func oneId_isAdoptedForOneTaskOnly() async throws {
        try await PollerWorld.run { world in
            let tasks = try [world.accept(secret: "aa"), world.accept(secret: "bb")]
            for task in tasks { try world.store.recordHookedID("up-1", of: task.mjID) }
            await world.script.say(.make(.inProgress, upstreamID: "up-1", prompt: "a cat"))
            try await world.poll {
                $0.submitDeadline = .milliseconds(500)
            } _: {
                try await wait("one to end") {
                    try tasks.contains { try world.row($0).status == .failure }
                }
            }
            #expect(try tasks.filter { try world.row($0).upstreamID == "up-1" }.count == 1)
        }
    }

    @Test func aTaskThatWaitsAsModal_isFoundAsModal_andPaysForTheModalOnly() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list([.make(.modal, upstreamID: "up-7", state: task.mjID)])
            try await world.poll {
                try await wait("MODAL") { try world.row(task).status == .modal }
            }
            #expect(try world.quota() == 1_000_000)
        }
    }

    /// The relay's answer comes after all, when the poller has found the task already.
    @Test func aLateAnswer_agreesWithWhatWasFound() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list([.make(upstreamID: "up-7", state: task.mjID)])
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 31, upstreamID: "up-7"))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                let outcome = try world.store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "up-7",
                    code: 22,
                    description: "排队中，前面还有1个任务",
                    status: .submitted
                )
                #expect(outcome == .recorded)
                try await world.script.waitForLooks()
                #expect(try world.shown(task).progress.percent == 31)
                await world.script.say(.make(.success, upstreamID: "up-7"))
                try await world.waitForEnd(.success, of: task)
            }
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    @Test func aRestart_goesOnWithTheSearch() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            try await world.poll {
                try await wait("a search") { await world.script.lists[1, default: 0] > 0 }
            }
            #expect(try world.row(task).status == .notStart)
            await world.script.list([.make(upstreamID: "up-7", state: task.mjID)])
            await world.script.say(.make(.success, upstreamID: "up-7"))
            try await world.poll { try await world.waitForEnd(.success, of: task) }
        }
    }

    /// A poller that was away for longer than the deadline still looks before it gives up.
    @Test func anOverdueTask_isLookedForOnceMore() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list([.make(upstreamID: "up-7", state: task.mjID)])
            await world.script.say(.make(.success, upstreamID: "up-7"))
            try await world.poll {
                $0.submitDeadline = .zero
            } _: {
                try await world.waitForEnd(.success, of: task)
            }
        }
    }

    @Test func aChannelThatHangs_delaysNoOther_andAStopEndsItsSearch() async throws {
        try await PollerWorld.run { world in
            let slow = try world.store.makeChannel("slow")
            _ = try world.accept(on: slow)
            await world.script.set(.hanging, of: slow.id)
            try await world.poll {
                try await wait("the search") { await world.script.lists[slow.id] == 1 }
                let task = try world.accept()
                await world.script.list([.make(upstreamID: "up-7", state: task.mjID)])
                await world.script.say(.make(.success, upstreamID: "up-7"))
                try await world.waitForEnd(.success, of: task)
                #expect(await world.script.lists[slow.id] == 1)
            }
        }
    }

    @Test func aChannelThatStaysAway_isGivenUp_afterItsTime() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.set(.refusing)
            try await world.poll {
                $0.submitDeadline = .zero
                $0.missingLooks = 3
            } _: {
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(await world.script.lists[1, default: 0] >= 3, "not at the first failure")
            #expect(try world.quota() == 1_000_000)
        }
    }

    // MARK: Relays that still wait

    @Test(
        arguments: [
            (.notStart, .modal), (.submitted, .modal), (.modal, .submitted), (nil, .modal),
        ] as [(TaskStatus?, TaskStatus)]
    )
    func whatTheAnswerMayContradict_isLeftToTheRelay(
        reported: TaskStatus?,
        answered: TaskStatus
    ) async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list([.make(reported, upstreamID: "up-7", state: task.mjID)])
            try await world.poll {
                $0.submitPatience = .seconds(100)
            } _: {
                try await wait("searches") { await world.script.lists[1, default: 0] > 2 }
                #expect(try world.row(task).upstreamID == nil)
                let outcome = try world.store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "up-7",
                    code: answered == .modal ? 21 : 1,
                    description: "",
                    status: answered
                )
                #expect(outcome == .recorded)
            }
            #expect(try world.row(task).status == answered)
            #expect(try (world.quota() == 1_000_000) == (answered == .modal))
        }
    }

    @Test(arguments: [TaskStatus.inProgress, .success])
    func whatNoAnswerContradicts_isTakenUpAtOnce(reported: TaskStatus) async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list([.make(reported, upstreamID: "up-7", state: task.mjID)])
            try await world.poll {
                $0.submitPatience = .seconds(100)
            } _: {
                try await wait("the id") { try world.row(task).upstreamID == "up-7" }
            }
        }
    }

    @Test func whatTheRelayHasGivenUp_isTakenUpThen() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            await world.script.list([.make(.modal, upstreamID: "up-7", state: task.mjID)])
            try await world.poll {
                $0.submitPatience = .milliseconds(500)
                // The next turn is long after.
                $0.paces.searchInterval = .seconds(3600)
            } _: {
                try await wait("MODAL") { try world.row(task).status == .modal }
            }
            #expect(try Milliseconds.now - world.row(task).sentAt >= 500)
        }
    }

    // MARK: Modal calls

    @Test func aLostModalCall_isTakenUp_whenTheChannelWorksOnIt() async throws {
        try await PollerWorld.run { world in
            let task = try world.modal(isSent: true)
            await world.script.say(.make(.modal))
            try await world.poll {
                try await wait("questions") { await world.script.singleQuestions.count > 2 }
                #expect(try world.row(task).status == .modal)
                await world.script.say(.make(.inProgress, percent: 31))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
            }
            #expect(await world.script.lists.isEmpty, "a known id is not searched for")
            #expect(try world.quota() < 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func aLostModalCall_endsAtTheSubmitDeadline_withARefund(isKnown: Bool) async throws {
        try await PollerWorld.run { world in
            let task = try world.modal(isSent: true)
            if isKnown { await world.script.say(.make(.modal)) }
            try await world.poll {
                $0.submitDeadline = .milliseconds(100)
            } _: {
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(try world.row(task).failReason == EndReason.unanswered)
            #expect(try world.quota() == 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    @Test func aModalThatNobodyCalls_expiresByItsOwnDeadline() async throws {
        try await PollerWorld.run { world in
            let task = try world.modal(isSent: false)
            try await world.poll {
                $0.submitDeadline = .zero
                $0.modalDeadline = .milliseconds(100)
            } _: {
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(try world.row(task).failReason == EndReason.modalExpired)
        }
    }
}

extension PollerWorld {
    /// A task that no channel has answered yet.
    func accept(secret: String = "", hook: String = "", on channel: Channel? = nil) throws
        -> MidjourneyTask
    {
        var submit = NewTask.make(
            of: submitter,
            details: TaskDetails(notifyHook: hook, hookSecret: secret)
        )
        submit.channelID = channel?.id ?? submit.channelID
        guard case .accepted(let tasks) = try store.accept([submit]), let task = tasks.first else {
            throw Unexpected(what: "a refused submit")
        }
        return task
    }

    /// A MODAL task, whose modal call may be under way.
    func modal(isSent: Bool, hook: String = "") throws -> MidjourneyTask {
        let task = try accept(hook: hook)
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: "up-1",
            code: 21,
            description: "窗口等待",
            status: .modal
        )
        guard isSent else { return task }
        let call = ModalCall(
            mjID: task.mjID,
            userID: submitter.user.id,
            tokenID: submitter.token.id
        )
        guard case .begun = try store.beginModal(call) else {
            throw Unexpected(what: "a refused modal call")
        }
        return task
    }

    fileprivate func hookPath(of task: MidjourneyTask) throws -> String {
        guard let details = try store.task(task.mjID, owner: nil)?.details else {
            throw Unexpected(what: "no details")
        }
        return "https://us.example/mj/notify/\(task.mjID)-\(details.hookSecret)"
    }
}
