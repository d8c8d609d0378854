import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// What becomes of a modal call: money, state and the client's answer.
struct ModalCallTests {
    private func post(_ world: FollowUpWorld, _ task: MidjourneyTask, _ more: String = "") throws
        -> FollowUpWorld.Reply
    {
        try world.post(ModalRequest.self, #"{"taskId":"\#(task.mjID)"\#(more)}"#)
    }

    @Test(
        arguments: [
            (1, "提交成功", [:]),
            (22, "排队中，前面还有1个任务", ["numberOfQueues": .integer(1)]),
        ] as [(Int, String, [String: JSONValue])]
    )
    func acceptance_isSubmittedAndPaidOnce(
        _ code: Int,
        _ description: String,
        _ properties: [String: JSONValue]
    ) async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            #expect(try world.quota() == granted)
            world.answer = { () throws(ChannelError) in
                let during = try? world.read(task.mjID).task
                #expect(during?.status == .modal)
                #expect(during?.isModalSent == true)
                return .make(code, description, ["14001929738841620"], properties)
            }

            let reply = try post(world, task, #","prompt":"a dog""#)

            let after = try world.read(task.mjID).task
            #expect(reply.code == Int64(code))
            #expect(reply.description == description)
            #expect(reply.result == task.mjID)
            #expect(reply.json["properties"] == .object(properties))
            #expect(after.status == .submitted)
            #expect(!after.isModalSent)
            #expect(after.attempt == 2)
            #expect(after.quota > 0)
            #expect(try world.quota() == granted - after.quota)
        }
    }

    @Test(
        arguments: [
            (23, "队列已满，请稍后尝试"), (24, "可能包含敏感词"), (3, "无可用的账号实例"),
            (4, "prompt不能为空"), (9, "提交失败，系统异常"), (77, "something new"),
        ])
    func refusal_givesTheChargeBack_andTheTaskWaitsOn(
        _ code: Int,
        _ description: String
    ) async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            world.answer = { () throws(ChannelError) in .make(code, description) }

            let reply = try post(world, task, #","prompt":"a dog""#)

            let refused = try world.read(task.mjID).task
            #expect(reply.status == 200)
            #expect(reply.code == Int64(code))
            #expect(reply.description == description)
            #expect(reply.json["result"] == (code == 23 ? .string(task.mjID) : .null))
            #expect(refused.status == .modal)
            #expect(refused.prompt == "一只猫")
            #expect(try world.quota() == granted)

            world.answer = { () throws(ChannelError) in .make(1, "提交成功", ["1"]) }
            let again = try post(world, task)
            let accepted = try world.read(task.mjID).task
            #expect(again.code == 1)
            #expect(accepted.attempt == 3)
            #expect(try world.quota() == granted - accepted.quota)
        }
    }

    @Test func channelThatIsDown_isCode3_andTheTaskWaitsOn() async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            world.answer = { () throws(ChannelError) in throw .refused(reason: "refused") }

            let reply = try post(world, task)

            #expect(reply.code == 3)
            #expect(try world.read(task.mjID).task.status == .modal)
            #expect(try world.quota() == granted)
        }
    }

    @Test func secondDialog_isCode21WithTheSameID_costsNothing_andNeedsNothingMore() async throws {
        for (action, more, prompt) in [
            (TaskAction.inpaint, #","maskBase64":"data:image/png;base64,iVBORw0KGgo=""#, "一只猫"),
            (.customZoom, #","prompt":"Cat --zoom 2""#, "Cat --zoom 2"),
        ] {
            try await FollowUpWorld.run { world in
                let granted = try world.quota()
                let task = try world.task(action: action, status: .modal)
                world.answer = { () throws(ChannelError) in
                    .make(21, "Waiting for window confirm", ["14001929738841620"])
                }

                let reply = try post(world, task, more)

                #expect(reply.code == 21)
                #expect(reply.result == task.mjID)
                #expect(reply.json["properties"]?["finalPrompt"] == .string(prompt))
                #expect(try world.read(task.mjID).task.status == .modal)
                #expect(try world.quota() == granted)

                world.answer = { () throws(ChannelError) in .make(1, "提交成功", ["1"]) }
                #expect(try post(world, task).code == 1)
                #expect(try world.read(task.mjID).task.status == .submitted)
            }
        }
    }

    @Test func taskThatTheChannelLost_isAFailure() async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            world.answer = { () throws(ChannelError) in .make(3, "关联任务不存在或已失效") }

            let reply = try post(world, task)

            let after = try world.read(task.mjID).task
            #expect(reply.code == 4)
            #expect(reply.description == "关联任务不存在或已失效")
            #expect(after.status == .failure)
            #expect(after.failReason == "关联任务不存在或已失效")
            #expect(try world.quota() == granted)
        }
    }

    @Test(
        arguments: [ChannelError.answerLost(reason: "timed out"), .malformed(reason: "no JSON")]
    )
    func lostAnswer_isPending_andNotSentAgain(_ error: ChannelError) async throws {
        try await FollowUpWorld.run { world in
            let granted = try world.quota()
            let task = try world.task(status: .modal)
            world.answer = { () throws(ChannelError) in throw error }

            let first = try post(world, task)
            let second = try post(world, task)

            let after = try world.read(task.mjID).task
            #expect(first.code == 22 && second.code == 22)
            #expect(first.result == task.mjID && second.result == task.mjID)
            #expect(world.sent.count == 1)
            #expect(after.status == .modal)
            #expect(after.isModalSent)
            #expect(try world.quota() == granted - after.quota)
            #expect(after.quota > 0)
        }
    }
}
