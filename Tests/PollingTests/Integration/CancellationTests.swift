import Domain
import Storage
import TestSupport
import Testing

@testable import Polling

/// How channels are told of tasks that are not wanted any more.
@Suite(.timeLimit(.minutes(2)))
struct CancellationTests {
    private func cancel(_ task: MidjourneyTask, _ world: PollerWorld) throws {
        guard case .cancelled = try world.store.cancel(task.mjID, owner: task.userID) else {
            throw Unexpected(what: "a task that cannot be cancelled")
        }
    }

    private func waiting(_ world: PollerWorld) async throws -> Int {
        try await world.store.dueCancellations(limit: 10, now: .max).count
    }

    @Test func aChannel_isToldOnce() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try cancel(task, world)
            try await world.poll {
                try await wait("the channel to be told") {
                    await world.script.cancelled == ["up-1"]
                }
                try await wait("the row to go") { try await waiting(world) == 0 }
            }
            #expect(try world.row(task).status == .cancel)
            #expect(try world.quota() == 1_000_000)
        }
    }

    @Test func aChannel_isTold_whenItsIdBecomesKnownLater() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            try cancel(task, world)
            try await world.poll {
                try world.store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "up-9",
                    code: 1,
                    description: "提交成功",
                    status: .submitted
                )
                try await wait("the channel to be told") {
                    await world.script.cancelled == ["up-9"]
                }
            }
            #expect(try world.row(task).status == .cancel)
        }
    }

    @Test func aChannel_isTold_ofATaskWhoseAnswerWasLost() async throws {
        try await PollerWorld.run { world in
            let tasks = try ["aa", "bb"].map { try world.accept(secret: $0) }
            for task in tasks { try cancel(task, world) }
            // One is found by its state, the other one by what its hook said.
            await world.script.list([.make(upstreamID: "up-7", state: tasks[0].mjID)])
            await world.script.say(.make(.inProgress, upstreamID: "up-8"))
            #expect(try world.store.recordHookedID("up-8", of: tasks[1].mjID))
            try await world.poll {
                try await wait("the channel to be told") {
                    await Set(world.script.cancelled) == ["up-7", "up-8"]
                }
                try await wait("the rows to go") { try await waiting(world) == 0 }
            }
            #expect(try tasks.map { try world.row($0).status } == [.cancel, .cancel])
            #expect(try tasks.map { try world.row($0).upstreamID } == ["up-7", "up-8"])
            #expect(try world.quota() == 1_000_000)
            #expect(try world.store.verifyLedger().isEmpty)
        }
    }

    @Test func aCancelledTask_thatIsNotFound_isGivenUp_andStaysAsItIs() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            try cancel(task, world)
            try await world.poll {
                $0.submitDeadline = .milliseconds(200)
            } _: {
                try await wait("the search to end") {
                    try await world.store.unansweredTasks(sentBefore: .max).isEmpty
                }
            }
            #expect(await world.script.cancelled.isEmpty)
            #expect(try world.row(task).status == .cancel)
            #expect(try world.row(task).failReason.isEmpty)
        }
    }

    @Test func aChannelThatIsAway_isToldLater() async throws {
        try await PollerWorld.run { world in
            try cancel(try world.submit(), world)
            await world.script.set(.refusing)
            try await world.poll {
                try await wait("some tries") {
                    try await
                        (world.store.dueCancellations(limit: 1, now: .max).first?.attempts
                        ?? 0) >= 2
                }
                await world.script.set(.answering)
                try await wait("the channel to be told") {
                    await world.script.cancelled == ["up-1"]
                }
            }
        }
    }

    @Test func aChannelThatStaysAway_isGivenUp() async throws {
        try await PollerWorld.run { world in
            try cancel(try world.submit(), world)
            await world.script.set(.refusing)
            try await world.poll {
                $0.paces.cancellationDeadline = .milliseconds(100)
            } _: {
                try await wait("the row to go") { try await waiting(world) == 0 }
            }
            #expect(await world.script.cancelled.isEmpty)
        }
    }

    @Test func aChannelThatHangs_delaysNeitherOthersNorPolling() async throws {
        try await PollerWorld.run { world in
            let slow = try world.store.makeChannel("slow")
            try cancel(try world.submit("up-slow", on: slow), world)
            await world.script.set(.hanging, of: slow.id)
            try await world.poll {
                try cancel(try world.submit("up-2"), world)
                try await wait("the other channel to be told") {
                    await world.script.cancelled == ["up-2"]
                }
                let task = try world.submit("up-3")
                await world.script.say(.make(.success, upstreamID: "up-3"))
                try await world.waitForEnd(.success, of: task)
            }
            #expect(try await waiting(world) == 1)
        }
    }
}
