import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// What becomes of a task that a channel took, or may have taken.
struct SubmissionTests {
    @Test func acceptedTask_isDurableBeforeTheChannelHearsOfIt_andKeepsItsID() throws {
        try TestAPI.run { api in
            let granted = try api.quota()
            let reply = try api.submission { body, _, channel throws(ChannelError) in
                let state = body["state"]?.string ?? ""
                let found = try? api.store.task(state, owner: api.user.id)
                #expect(found?.task.status == .notStart)
                #expect(found?.task.channelID == channel.id)
                #expect(body["prompt"]?.string == "a cat")
                #expect(body["botType"]?.string == "MID_JOURNEY")
                return .accepted
            }.submit(api.draft())

            let task = try api.onlyTask()
            #expect(task.status == .submitted)
            #expect(task.upstreamID == "1320098173412546")
            #expect(try api.quota() == granted - task.quota)
            #expect(task.quota > 0)
            #expect(
                reply
                    == SubmitReply(
                        code: 1,
                        description: "提交成功",
                        result: task.mjID,
                        properties: ["discordInstanceId": .string("1")]
                    )
            )
        }
    }

    @Test(
        arguments: [
            ChannelError.answerLost(reason: "timed out"), .malformed(reason: "no JSON"),
        ])
    func lostAnswer_isNeverSentAgain_andThePendingTaskStays(_ error: ChannelError) throws {
        try TestAPI.run { api in
            _ = try api.store.addChannel(
                name: "second",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -1
            )
            let granted = try api.quota()
            var sent = 0
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                sent += 1
                throw error
            }.submit(api.draft())

            let task = try api.onlyTask()
            #expect(sent == 1)
            #expect(reply == .pending(task.mjID))
            #expect(task.status == .notStart)
            #expect(try api.quota() == granted - task.quota)
        }
    }

    @Test(arguments: [1, 21, 22])
    func acceptanceWithoutAnID_isLikeALostAnswer(_ code: Int) throws {
        try TestAPI.run { api in
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                .make(code)
            }.submit(api.draft())

            let task = try api.onlyTask()
            #expect(reply == .pending(task.mjID))
            #expect(task.status == .notStart)
        }
    }

    @Test func queuedAndModalAnswers_areKeptAsTheyAre() throws {
        for (code, status) in [(22, TaskStatus.submitted), (21, .modal)] {
            try TestAPI.run { api in
                let reply = try api.submission { _, _, _ throws(ChannelError) in
                    SubmitAnswer(
                        code: code,
                        description: "排队中，前面还有1个任务",
                        results: ["1"],
                        properties: .object(["numberOfQueues": .integer(1)])
                    )
                }.submit(api.draft())

                #expect(reply.code == code)
                #expect(reply.properties["numberOfQueues"] == .integer(1))
                // A web client reads it of every answer that asks for a confirmation.
                let task = try api.onlyTask()
                let prompt = code == 21 ? JSONValue.string(task.prompt) : nil
                #expect(reply.properties["finalPrompt"] == prompt)
                #expect(task.status == status)
            }
        }
    }

    @Test func acceptanceThatCannotBeCommitted_isPending() throws {
        try TestAPI.run { api in
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                api.store.close()
                return .accepted
            }.submit(api.draft())

            #expect(reply.code == 22)
            #expect(reply.result?.count == 16)
        }
    }
}
