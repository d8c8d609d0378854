import Domain
import Storage
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

/// Modal calls at once, and what happens while one waits for its channel.
struct ModalRaceTests {
    private func post(_ world: FollowUpWorld, _ task: MidjourneyTask, _ more: String = "") throws
        -> FollowUpWorld.Reply
    {
        try world.post(ModalRequest.self, #"{"taskId":"\#(task.mjID)"\#(more)}"#)
    }

    @Test func anotherPromptMeanwhile_isCode4_andIsNotSent() async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal)
            var inner: [FollowUpWorld.Reply?] = []
            world.answer = { () throws(ChannelError) in
                for more in [#","prompt":"a bird""#, "", #","prompt":" a dog ""#] {
                    inner.append(try? post(world, task, more))
                }
                return .make(1, "提交成功", ["14001929738841620"])
            }

            let outer = try post(world, task, #","prompt":"a dog""#)

            #expect(outer.code == 1)
            #expect(inner.map { $0?.code } == [4, 4, 22])
            #expect(inner.first??.description == "关联任务状态错误")
            #expect(world.sent.count == 1)
            #expect(try world.read(task.mjID).task.prompt == "a dog")
        }
    }

    @Test func anotherPromptAtTheVeryMoment_isCode4() async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal)
            let identity = try world.api.identity()
            let submission = Submission(
                store: world.store,
                bulkhead: ChannelBulkhead(limit: 2),
                hooks: Hooks(),
                logger: world.api.services.logger,
                patience: .ofAMinute
            ) { _, _, _ throws(ChannelError) in throw .answerLost(reason: "timed out") }
            func confirm(_ prompt: String) throws -> SubmitReply {
                try submission.confirm(
                    ModalCall(
                        mjID: task.mjID,
                        userID: identity.userID,
                        tokenID: identity.tokenID,
                        prompt: prompt
                    ),
                    with: [:],
                    hookSecret: "",
                    on: world.api.channel.id
                )
            }

            #expect(try confirm("a dog") == .pending(task.mjID))
            #expect(try confirm("a dog") == .pending(task.mjID))
            #expect(throws: Problem.wrongTaskState) { try confirm("a bird") }
        }
    }

    @Test func secondCallMeanwhile_isPending_andOnlyOneIsSentAndPaid() async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            var inner: FollowUpWorld.Reply?
            world.answer = { () throws(ChannelError) in
                inner = try? post(world, task)
                return .make(1, "提交成功", ["14001929738841620"])
            }

            let outer = try post(world, task)

            #expect(outer.code == 1)
            #expect(inner?.code == 22)
            #expect(inner?.result == task.mjID)
            #expect(world.sent.count == 1)
            let after = try world.read(task.mjID).task
            #expect(try world.quota() == granted - after.quota)
        }
    }

    @Test func callsOfManyAtOnce_haveOneWinner() async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal)
            let store = world.store
            let identity = try world.api.identity()
            let call = ModalCall(
                mjID: task.mjID,
                userID: identity.userID,
                tokenID: identity.tokenID
            )
            let sent = Atomic(0)
            let logger = world.api.services.logger
            let replies = Mutex<[SubmitReply]>([])
            await blocking {
                _ = try? onThreads(8) { _ in
                    let submission = Submission(
                        store: store,
                        bulkhead: ChannelBulkhead(limit: 8),
                        hooks: Hooks(),
                        logger: logger,
                        patience: .ofAMinute
                    ) { _, _, _ throws(ChannelError) in
                        sent.add(1, ordering: .relaxed)
                        // Until all others have come, and gone.
                        do {
                            try waitUntil("the others") { replies.withLock(\.count) == 7 }
                        } catch {
                            throw .answerLost(reason: "\(error)")
                        }
                        return .make(1, "提交成功", ["14001929738841620"])
                    }
                    let reply = try submission.confirm(
                        call,
                        with: [:],
                        hookSecret: "",
                        on: task.channelID ?? 0
                    )
                    replies.withLock { $0.append(reply) }
                }
            }

            #expect(sent.load(ordering: .relaxed) == 1)
            let codes = replies.withLock { $0.map(\.code) }
            #expect(codes == [Int](repeating: 22, count: 7) + [1])
            #expect(try world.read(task.mjID).task.attempt == 2)
        }
    }

    @Test func quotaThatDoesNotSuffice_is403_andTheTaskWaitsOn() async throws {
        try await FollowUpWorld.run(quota: 60_000) { world in
            let task = try world.task(status: .modal)
            _ = try world.task(upstreamID: "2")
            let before = try world.quota()

            let reply = try post(world, task)

            #expect(reply.status == 403)
            #expect(reply.code == 4)
            #expect(reply.description == "quota_not_enough")
            #expect(world.sent.isEmpty)
            #expect(try world.read(task.mjID).task.status == .modal)
            #expect(try world.quota() == before)
        }
    }

    @Test func cancelMeanwhile_wins_andIsRefunded() async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            world.answer = { () throws(ChannelError) in
                _ = try? world.store.cancel(task.mjID, owner: task.userID)
                return .make(1, "提交成功", ["14001929738841620"])
            }

            let reply = try post(world, task)

            #expect(reply.code == 4)
            #expect(reply.description == "关联任务状态错误")
            #expect(try world.read(task.mjID).task.status == .cancel)
            #expect(try world.quota() == granted)
        }
    }

    @Test func cancelBeforeTheRefusal_isRefundedOnce() async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            world.answer = { () throws(ChannelError) in
                _ = try? world.store.cancel(task.mjID, owner: task.userID)
                return .make(23, "队列已满，请稍后尝试")
            }

            #expect(try post(world, task).code == 23)
            #expect(try world.read(task.mjID).task.status == .cancel)
            #expect(try world.quota() == granted)
        }
    }

    @Test func acceptanceThatCannotBeCommitted_isPending() throws {
        try TestAPI.run { api in
            let identity = try api.identity()
            let task = try api.addTask()
            try api.store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "1",
                code: 21,
                description: "",
                status: .modal
            )
            let submission = Submission(
                store: api.store,
                bulkhead: ChannelBulkhead(limit: 1),
                hooks: Hooks(),
                logger: api.services.logger,
                patience: .ofAMinute
            ) { _, _, _ throws(ChannelError) in
                api.store.close()
                return .make(1, "提交成功", ["1"])
            }

            let reply = try submission.confirm(
                ModalCall(mjID: task.mjID, userID: identity.userID, tokenID: identity.tokenID),
                with: [:],
                hookSecret: "",
                on: api.channel.id
            )

            #expect(reply == .pending(task.mjID))
        }
    }

    @Test func channelWithTooManyWaiters_isFull_andCostsNothing() async throws {
        try await FollowUpWorld.run { world in
            let task = try world.task(status: .modal)
            let second = try world.task(status: .modal)
            let third = try world.task(status: .modal)
            var inner: [FollowUpWorld.Reply?] = []
            world.answer = { () throws(ChannelError) in
                // Two may wait at once.
                let next = world.sent.count == 1 ? second : third
                inner.append(try? post(world, next))
                return .make(1, "提交成功", ["1"])
            }

            let outer = try post(world, task)

            #expect(outer.code == 1)
            #expect(inner.map { $0?.code } == [23, 1])
            let waiting = try world.read(third.mjID).task
            #expect(waiting.status == .modal)
            #expect(!waiting.isModalSent)
            #expect(waiting.attempt == 1)
        }
    }
}
