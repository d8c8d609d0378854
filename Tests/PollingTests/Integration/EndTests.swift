import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Polling

/// How tasks end, and what it does to the money.
@Suite(.timeLimit(.minutes(2)))
struct EndIntegrationTests {
    @Test func aSuccess_staysOne_whenTheChannelLaterSaysFailure() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            let charged = try world.quota()
            try await world.poll {
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
                // Another task's progress proves that the channel was asked meanwhile.
                let other = try world.submit("up-2")
                await world.script.say(
                    .make(.failure, failReason: "late"),
                    .make(.inProgress, percent: 5, upstreamID: "up-2")
                )
                try await world.waitFor(.inProgress, percent: 5, of: other)
            }
            #expect(try world.row(task).status == .success)
            // Two are charged, none is refunded.
            #expect(try world.quota() == 1_000_000 - 2 * (1_000_000 - charged))
            #expect(charged < 1_000_000)
        }
    }

    @Test(arguments: [TaskStatus.failure, .cancel])
    func anEndWithoutPicture_isRefundedOnce(end: TaskStatus) async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            #expect(try world.quota() < 1_000_000)
            try await world.poll {
                await world.script.say(.make(end, failReason: "[Banned prompt detected]"))
                try await world.waitForEnd(end, of: task)
            }
            #expect(try world.row(task).failReason == "[Banned prompt detected]")
            #expect(try world.quota() == 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    /// B7: tasks that the channel no longer knows ended never, and were asked for in each pass.
    @Test func b7_aTaskThatTheChannelForgot_endsWithARefund_afterItWasAskedForSingly()
        async throws
    {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(.make(.inProgress, percent: 31))
            try await world.poll {
                try await world.waitFor(.inProgress, percent: 31, of: task)
                await world.script.say()
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(await world.script.singleQuestions == ["up-1"])
            #expect(try world.row(task).failReason == EndReason.vanished)
            #expect(try world.quota() == 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    /// B8: one unknown id in an answer ended the loop for good.
    @Test func b8_foreignAndRepeatedItems_changeNothingForTheOthers() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(
                .make(.failure, upstreamID: "foreign"),
                .make(.submitted),
                .make(.inProgress, percent: 31),
                .make(.inProgress, percent: 12)
            )
            try await world.poll {
                try await world.waitFor(.inProgress, percent: 31, of: task)
            }
        }
    }

    /// B9: what succeeded while nobody looked was turned into a failure and refunded.
    @Test func b9_aSuccessCounts_howeverLateItIsSeen() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(.make(.success))
            try await world.poll {
                $0.taskDeadline = .zero
            } _: {
                try await world.waitForEnd(.success, of: task)
            }
            #expect(try world.quota() < 1_000_000)
        }
    }

    /// B10: the channel's time of the submit replaced ours; one of 0 or in seconds was overdue.
    @Test(arguments: [0, 5, 1_700_000_000])
    func b10_theTimeOfTheSubmitIsOurs_whateverTheChannelSays(reported: Milliseconds) async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 31, submitTime: reported))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                await world.script.say(.make(.success, submitTime: reported))
                try await world.waitForEnd(.success, of: task)
            }
            #expect(try world.row(task).submitTime == task.submitTime)
            #expect(try world.quota() < 1_000_000)
        }
    }

    /// B11: a failure with another progress than 100%, or without a reason, went on for an hour.
    @Test(arguments: [nil, 31, 100])
    func b11_aFailureEndsATask_withAnyProgressAndWithoutAReason(percent: Int?) async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.failure, percent: percent))
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(try world.quota() == 1_000_000)
        }
    }

    @Test func anOverdueTask_endsWithARefund_whenALookStillSaysNoSuccess() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(.make(.inProgress, percent: 93))
            try await world.poll {
                $0.taskDeadline = .zero
            } _: {
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(try world.row(task).failReason == EndReason.deadline)
            #expect(try world.quota() == 1_000_000)
        }
    }

    @Test func anOverdueTask_endsWithARefund_whenItsChannelStaysAway() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.set(.refusing)
            try await world.poll {
                $0.taskDeadline = .zero
            } _: {
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(await world.script.looks[1, default: 0] >= 3, "not at the first failure")
            #expect(try world.quota() == 1_000_000)
        }
    }

    @Test func aChannelThatComesBack_isFollowedOn() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.set(.refusing)
            try await world.poll {
                try await world.script.waitForLooks(5)
                #expect(try world.row(task).status == .submitted)
                await world.script.say(.make(.success))
                await world.script.set(.answering)
                try await world.waitForEnd(.success, of: task)
            }
        }
    }

    /// B12: charged submits without an id were failed without a refund.
    @Test func b12_aSubmitThatNeverGotAnAnswer_endsWithARefund() async throws {
        try await PollerWorld.run { world in
            let task = try world.store.makeTask(of: world.submitter)
            try await world.poll {
                $0.submitDeadline = .milliseconds(30)
            } _: {
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(try world.row(task).failReason == EndReason.unanswered)
            #expect(try world.quota() == 1_000_000)
            #expect(await world.script.asked.isEmpty)
        }
    }

    /// B13: an update by the channel's id overwrote rows of others.
    @Test func b13_tasksThatShareAnId_areToldApartByState() async throws {
        try await PollerWorld.run { world in
            let first = try world.submit()
            let second = try world.submit()
            await world.script.say(
                .make(.success, state: second.mjID),
                .make(.inProgress, percent: 31, state: first.mjID)
            )
            try await world.poll {
                try await world.waitForEnd(.success, of: second)
                try await world.waitFor(.inProgress, percent: 31, of: first)
            }
        }
    }

    @Test func anEndThatCannotBeCommitted_isFoundOutAgain() async throws {
        let fails = Mutex(false)
        try await PollerWorld.run {
            $0.faults = { point in
                if point == .written, fails.withLock({ $0 }) { throw DiskFull() }
            }
        } _: { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 31))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                fails.withLock { $0 = true }
                await world.script.say(.make(.failure))
                try await world.script.waitForLooks(5)
                #expect(
                    try world.shown(task).status == .inProgress,
                    "not shown before it is durable"
                )
                fails.withLock { $0 = false }
                try await world.waitForEnd(.failure, of: task)
            }
            #expect(try world.quota() == 1_000_000)
        }
    }
}

private struct DiskFull: Error {}
