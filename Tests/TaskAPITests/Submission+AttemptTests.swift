import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

struct SubmissionAttemptTests {
    private func answer(
        _ code: Int,
        _ results: [String] = [],
        _ description: String = "提交成功"
    ) -> SubmitAnswer {
        SubmitAnswer(
            code: code,
            description: description,
            results: results,
            properties: .object([:])
        )
    }

    private func pinned(_ api: TestAPI) throws -> Submission.Draft {
        var draft = try api.draft()
        draft.target = .pinned(api.channel.id)
        draft.route = "/mj/submit/action"
        draft.details.parent = "12"
        return draft
    }

    @Test func pinnedSubmit_goesToItsRouteThere_evenIfTheChannelTakesNothingNew() throws {
        try TestAPI.run { api in
            _ = try api.store.addChannel(name: "x", baseURL: "http://x", secret: "", priority: 9)
            try api.store.setChannelStatus(.disabled, id: api.channel.id)
            let draft = try pinned(api)

            let reply = try api.submission { _, route, channel throws(ChannelError) in
                #expect(route == "/mj/submit/action")
                #expect(channel.id == api.channel.id)
                return answer(1, ["14"])
            }.submit(draft)

            let task = try #require(try api.tasks().first)
            #expect(reply.result == task.mjID)
            #expect(task.channelID == api.channel.id)
            #expect(try api.store.task(task.mjID, owner: nil)?.details.parent == "12")
        }
    }

    @Test(
        arguments: [
            (3, "账号不可用: 1", 3, "账号不可用: 1"), (3, "", 3, "无可用的账号实例"),
            (3, "关联任务不存在或已失效", 4, "关联任务不存在或已失效"), (23, "full", 23, "队列已满，请稍后尝试"),
            (4, "关联任务状态错误", 4, "关联任务状态错误"), (nil, "", 3, "无可用的账号实例"),
        ] as [(Int?, String, Int, String)]
    )
    func refusedFollowUp_isSentNowhereElse_andCostsNothing(
        _ code: Int?,
        _ text: String,
        _ expectedCode: Int,
        _ expectedText: String
    ) throws {
        try TestAPI.run { api in
            _ = try api.store.addChannel(name: "x", baseURL: "http://x", secret: "", priority: 9)
            let before = try api.quota()
            var sent = 0

            let reply = try api.submission { _, _, _ throws(ChannelError) in
                sent += 1
                guard let code else { throw .refused(reason: "connection refused") }
                return answer(code, [], text)
            }.submit(pinned(api))

            #expect(sent == 1)
            let task = try #require(try api.tasks().first)
            let result = expectedCode == 23 ? task.mjID : nil
            #expect(
                reply
                    == SubmitReply(code: expectedCode, description: expectedText, result: result)
            )
            #expect(task.status == .failure)
            #expect(task.failReason == expectedText)
            #expect(try api.quota() == before)
        }
    }

    /// The first channel is slow to say no: the poller, or the user, is faster.
    @Test(arguments: [true, false])
    func taskThatChangedMeanwhile_isNotSentOn(isCancelled: Bool) throws {
        try TestAPI.run { api in
            let other = try api.store.addChannel(
                name: "x",
                baseURL: "http://x",
                secret: "",
                priority: 0
            )
            var sent = 0

            let reply = try api.submission { body, _, channel throws(ChannelError) in
                sent += 1
                let mjID = body["state"]?.string ?? ""
                if isCancelled {
                    _ = try? api.store.cancel(mjID, owner: api.user.id)
                } else {
                    // As the poller's adoption does.
                    _ = try? api.store.recordAcceptance(
                        mjID: mjID,
                        upstreamID: "11",
                        code: 1,
                        description: "",
                        status: .submitted
                    )
                }
                return answer(23, [], "full")
            }.submit(api.draft())

            #expect(sent == 1)
            #expect(try api.store.channels().map(\.id).contains(other.id))
            let task = try #require(try api.tasks().first)
            #expect(task.status == (isCancelled ? .cancel : .submitted))
            #expect(
                reply
                    == (isCancelled
                        ? SubmitReply(code: 4, description: "任务已取消") : .pending(task.mjID))
            )
        }
    }

    @Test func pinnedSubmit_toAChannelWithTooManyWaiters_isCode23_andMakesNoTask() throws {
        try TestAPI.run { api in
            let reply = try api.submission(limit: 0) { _, _, _ throws(ChannelError) in
                answer(1, ["14"])
            }.submit(pinned(api))

            #expect(reply == .queueFull)
            #expect(try api.tasks().isEmpty)
        }
    }

    @Test func channel_getsOurHook_andNeverTheClients() throws {
        try TestAPI.run { api in
            var draft = try api.draft()
            draft.details.notifyHook = "https://client.example/"
            var sent: [JSONValue?] = []
            for url in ["https://mjtask.example", ""] {
                _ = try api.submission(hooks: Hooks(channelURL: url)) {
                    body,
                    _,
                    _ throws(ChannelError) in
                    sent.append(body["notifyHook"])
                    return answer(1, ["14"])
                }.submit(draft)
            }

            let task = try #require(try api.tasks().first)
            let details = try #require(try api.store.task(task.mjID, owner: nil)?.details)
            #expect(details.hookSecret.utf8.count == 32)
            #expect(
                sent == [
                    .string(
                        "https://mjtask.example/mj/notify/\(task.mjID)-\(details.hookSecret)"
                    ),
                    nil,
                ]
            )
            #expect(details.notifyHook == "https://client.example/")
        }
    }

    @Test func clientWithoutHook_hasTheOperators() throws {
        try TestAPI.run { api in
            _ = try api.submission(hooks: Hooks(fallback: "https://operator.example/")) {
                _,
                _,
                _ throws(ChannelError) in answer(1, ["14"])
            }.submit(api.draft())

            let task = try #require(try api.tasks().first)
            let details = try api.store.task(task.mjID, owner: nil)?.details
            #expect(details?.notifyHook == "https://operator.example/")
        }
    }

    @Test func lostAnswerToSeveral_leavesAllPending() throws {
        try TestAPI.run { api in
            var draft = try pinned(api)
            draft.count = 3

            let reply = try api.submission { _, _, _ throws(ChannelError) in
                throw .answerLost(reason: "timed out")
            }.submit(draft)

            let tasks = try api.tasks()
            #expect(tasks.map(\.status) == [.notStart, .notStart, .notStart])
            #expect(reply == .pending(tasks.map(\.mjID).joined(separator: ",")))
        }
    }
}
