import Domain
import Logging
import Storage
import Synchronization
import Testing
import Upstream

@testable import TaskAPI

struct SubmissionTests {
    private static let accepted = SubmitAnswer(
        code: 1,
        description: "提交成功",
        results: ["1320098173412546"],
        properties: .object(["discordInstanceId": .string("1"), "nonce": .string("2")])
    )

    private static func answer(
        _ code: Int,
        _ description: String = "",
        _ properties: [String: JSONValue] = [:]
    ) -> SubmitAnswer {
        SubmitAnswer(
            code: code,
            description: description,
            results: [],
            properties: .object(properties)
        )
    }

    private func submission(
        _ api: TestAPI,
        limit: Int = 48,
        send: @escaping Submission.Send
    ) -> Submission {
        api.submission(limit: limit, send: send)
    }

    private func draft(_ api: TestAPI) throws -> Submission.Draft { try api.draft() }

    private func onlyTask(_ api: TestAPI) throws -> MidjourneyTask {
        let page = try api.store.page(ListQuery(scope: .user(api.user.id)))
        #expect(page.total == 1)
        return try #require(page.tasks.first)
    }

    private func quota(_ api: TestAPI) throws -> Int64 {
        try api.store.user(named: "user").quota
    }

    @Test func acceptedTask_isDurableBeforeTheChannelHearsOfIt_andKeepsItsID() throws {
        try TestAPI.run { api in
            let granted = try quota(api)
            let reply = try submission(api) { body, _, channel throws(ChannelError) in
                let state = body["state"]?.string ?? ""
                let found = try? api.store.task(state, owner: api.user.id)
                #expect(found?.task.status == .notStart)
                #expect(found?.task.channelID == channel.id)
                #expect(body["prompt"]?.string == "a cat")
                #expect(body["botType"]?.string == "MID_JOURNEY")
                return Self.accepted
            }.submit(draft(api))

            let task = try onlyTask(api)
            #expect(task.status == .submitted)
            #expect(task.upstreamID == "1320098173412546")
            #expect(try quota(api) == granted - task.quota)
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

    @Test func refusal_goesToTheNextChannel_whichIsCommittedBefore() throws {
        try TestAPI.run { api in
            let second = try api.store.addChannel(
                name: "second",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -1
            )
            let third = try api.store.addChannel(
                name: "third",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -2
            )
            var asked: [ChannelID] = []
            let reply = try submission(api) { body, _, channel throws(ChannelError) in
                asked.append(channel.id)
                let found = try? api.store.task(body["state"]?.string ?? "", owner: nil)
                #expect(found?.task.channelID == channel.id)
                switch asked.count {
                case 1: throw .refused(reason: "connection refused")
                case 2: return Self.answer(23, "队列已满，请稍后尝试")
                default: return Self.accepted
                }
            }.submit(draft(api))

            #expect(asked == [api.channel.id, second.id, third.id])
            #expect(reply.code == 1)
            #expect(try onlyTask(api).channelID == third.id)
        }
    }

    @Test(
        arguments: [
            (nil, SubmitReply.noChannel), (3, .noChannel), (23, .queueFull),
        ] as [(Int?, SubmitReply)]
    )
    func refusalByAll_costsNothing(_ code: Int?, _ expected: SubmitReply) throws {
        try TestAPI.run { api in
            let granted = try quota(api)
            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                guard let code else { throw .refused(reason: "connection refused") }
                return Self.answer(code, "text of the channel")
            }.submit(draft(api))

            let task = try onlyTask(api)
            var expected = expected
            if code == 23 { expected.result = task.mjID }
            #expect(reply == expected)
            #expect(task.status == .failure)
            #expect(task.failReason == expected.description)
            #expect(try quota(api) == granted)
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
            let granted = try quota(api)
            var sent = 0
            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                sent += 1
                throw error
            }.submit(draft(api))

            let task = try onlyTask(api)
            #expect(sent == 1)
            #expect(reply == .pending(task.mjID))
            #expect(task.status == .notStart)
            #expect(try quota(api) == granted - task.quota)
        }
    }

    @Test(arguments: [1, 21, 22])
    func acceptanceWithoutAnID_isLikeALostAnswer(_ code: Int) throws {
        try TestAPI.run { api in
            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                Self.answer(code)
            }.submit(draft(api))

            let task = try onlyTask(api)
            #expect(reply == .pending(task.mjID))
            #expect(task.status == .notStart)
        }
    }

    @Test func bannedPrompt_endsTheTask_andSaysWhichWord() throws {
        try TestAPI.run { api in
            let granted = try quota(api)
            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                Self.answer(
                    24,
                    "可能包含敏感词",
                    ["promptEn": .string("nude body"), "bannedWord": .string("nude")]
                )
            }.submit(draft(api))

            #expect(reply.code == 24)
            #expect(reply.result == nil)
            #expect(
                reply.properties
                    == ["promptEn": .string("nude body"), "bannedWord": .string("nude")]
            )
            #expect(try onlyTask(api).status == .failure)
            #expect(try quota(api) == granted)
        }
    }

    @Test func unknownCode_passesThroughAsARefusal() throws {
        try TestAPI.run { api in
            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                Self.answer(77, "something new")
            }.submit(draft(api))

            #expect(reply == SubmitReply(code: 77, description: "something new"))
            #expect(try onlyTask(api).failReason == "something new")
        }
    }

    @Test func queuedAndModalAnswers_areKeptAsTheyAre() throws {
        for (code, status) in [(22, TaskStatus.submitted), (21, .modal)] {
            try TestAPI.run { api in
                let reply = try submission(api) { _, _, _ throws(ChannelError) in
                    SubmitAnswer(
                        code: code,
                        description: "排队中，前面还有1个任务",
                        results: ["1"],
                        properties: .object(["numberOfQueues": .integer(1)])
                    )
                }.submit(draft(api))

                #expect(reply.code == code)
                #expect(reply.properties["numberOfQueues"] == .integer(1))
                // A web client reads it of every answer that asks for a confirmation.
                let task = try onlyTask(api)
                let prompt = code == 21 ? JSONValue.string(task.prompt) : nil
                #expect(reply.properties["finalPrompt"] == prompt)
                #expect(task.status == status)
            }
        }
    }

    @Test func acceptanceThatCannotBeCommitted_isPending() throws {
        try TestAPI.run { api in
            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                api.store.close()
                return Self.accepted
            }.submit(draft(api))

            #expect(reply.code == 22)
            #expect(reply.result?.count == 16)
        }
    }

    @Test func quotaThatDoesNotSuffice_sendsNothing() throws {
        try TestAPI.run(quota: 1) { api in
            let problem = #expect(throws: Problem.self) {
                try submission(api) { _, _, _ throws(ChannelError) in
                    Issue.record("nothing may be sent")
                    return Self.accepted
                }.submit(draft(api))
            }

            let left = try quota(api)
            let page = try api.store.page(ListQuery(scope: .user(api.user.id)))
            #expect(problem == .forbidden(.contract("quota_not_enough")))
            #expect(left == 1)
            #expect(page.total == 0)
        }
    }

    @Test func noEnabledChannel_isCode3_andLeavesNoTask() throws {
        try TestAPI.run { api in
            try api.store.setChannelStatus(.disabled, id: api.channel.id)

            let reply = try submission(api) { _, _, _ throws(ChannelError) in
                Self.accepted
            }.submit(draft(api))

            #expect(reply == SubmitReply(code: 3, description: "无可用的账号实例"))
            #expect(try api.store.page(ListQuery(scope: .user(api.user.id))).total == 0)
        }
    }

    @Test func channelWithTooManyWaiters_isPassedOver() throws {
        try TestAPI.run { api in
            let second = try api.store.addChannel(
                name: "second",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -1
            )
            let bulkhead = ChannelBulkhead(limit: 1)
            let draft = try draft(api)
            var asked: [ChannelID] = []
            var inner: [SubmitReply?] = []
            // Each submit is made while the one before waits for its channel.
            func submission(depth: Int) -> Submission {
                Submission(
                    store: api.store,
                    bulkhead: bulkhead,
                    hooks: Hooks(),
                    logger: api.services.logger
                ) {
                    _,
                    _,
                    channel throws(ChannelError) in
                    asked.append(channel.id)
                    inner.append(try? submission(depth: depth + 1).submit(draft))
                    return Self.accepted
                }
            }
            let reply = try submission(depth: 1).submit(draft)

            #expect(reply.code == 1)
            #expect(asked == [api.channel.id, second.id])
            #expect(bulkhead.enter(api.channel.id) && bulkhead.enter(second.id))
            // The third found both full; it was answered first, and cost nothing.
            #expect(inner.map { $0?.code } == [23, 1])
            #expect(try api.store.page(ListQuery(scope: .user(api.user.id))).total == 2)
        }
    }

    @Test func revokedToken_is401_andSendsNothing() throws {
        try TestAPI.run { api in
            let draft = try draft(api)
            try api.store.revokeToken(draft.identity.tokenID)

            #expect(throws: Problem.unauthorized(.tokenDisabled)) {
                try submission(api) { _, _, _ throws(ChannelError) in
                    Issue.record("nothing may be sent")
                    return Self.accepted
                }.submit(draft)
            }
        }
    }
}
