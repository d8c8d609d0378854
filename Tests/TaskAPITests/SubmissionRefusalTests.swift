import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// What becomes of a submit that a channel, or all of them, refuse.
struct SubmissionRefusalTests {
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
            let reply = try api.submission { body, _, channel throws(ChannelError) in
                asked.append(channel.id)
                let found = try? api.store.task(body["state"]?.string ?? "", owner: nil)
                #expect(found?.task.channelID == channel.id)
                switch asked.count {
                case 1: throw .refused(reason: "connection refused")
                case 2: return .make(23, "队列已满，请稍后尝试")
                default: return .accepted
                }
            }.submit(api.draft())

            #expect(asked == [api.channel.id, second.id, third.id])
            #expect(reply.code == 1)
            #expect(try api.onlyTask().channelID == third.id)
        }
    }

    @Test(
        arguments: [
            (nil, SubmitReply.noChannel), (3, .noChannel), (23, .queueFull),
        ] as [(Int?, SubmitReply)]
    )
    func refusalByAll_costsNothing(_ code: Int?, _ expected: SubmitReply) throws {
        try TestAPI.run { api in
            let granted = try api.quota()
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                guard let code else { throw .refused(reason: "connection refused") }
                return .make(code, "text of the channel")
            }.submit(api.draft())

            let task = try api.onlyTask()
            var expected = expected
            if code == 23 { expected.result = task.mjID }
            #expect(reply == expected)
            #expect(task.status == .failure)
            #expect(task.failReason == expected.description)
            #expect(try api.quota() == granted)
        }
    }

    @Test func bannedPrompt_endsTheTask_andSaysWhichWord() throws {
        try TestAPI.run { api in
            let granted = try api.quota()
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                .make(
                    24,
                    "可能包含敏感词",
                    [],
                    ["promptEn": .string("nude body"), "bannedWord": .string("nude")]
                )
            }.submit(api.draft())

            #expect(reply.code == 24)
            #expect(reply.result == nil)
            #expect(
                reply.properties
                    == ["promptEn": .string("nude body"), "bannedWord": .string("nude")]
            )
            #expect(try api.onlyTask().status == .failure)
            #expect(try api.quota() == granted)
        }
    }

    @Test func unknownCode_passesThroughAsARefusal() throws {
        try TestAPI.run { api in
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                .make(77, "something new")
            }.submit(api.draft())

            #expect(reply == SubmitReply(code: 77, description: "something new"))
            #expect(try api.onlyTask().failReason == "something new")
        }
    }

    @Test func quotaThatDoesNotSuffice_sendsNothing() throws {
        try TestAPI.run(quota: 1) { api in
            let problem = #expect(throws: Problem.self) {
                try api.submission { _, _, _ throws(ChannelError) in
                    Issue.record("nothing may be sent")
                    return .accepted
                }.submit(api.draft())
            }

            let left = try api.quota()
            let page = try api.store.page(ListQuery(scope: .user(api.user.id)))
            #expect(problem == .forbidden(.contract("quota_not_enough")))
            #expect(left == 1)
            #expect(page.total == 0)
        }
    }

    @Test func noEnabledChannel_isCode3_andLeavesNoTask() throws {
        try TestAPI.run { api in
            try api.store.setChannelStatus(.disabled, id: api.channel.id)

            let reply = try api.submission { _, _, _ throws(ChannelError) in
                .accepted
            }.submit(api.draft())

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
            let draft = try api.draft()
            var asked: [ChannelID] = []
            var inner: [SubmitReply?] = []
            // Each submit is made while the one before waits for its channel.
            func submission(depth: Int) -> Submission {
                Submission(
                    store: api.store,
                    bulkhead: bulkhead,
                    hooks: Hooks(),
                    logger: api.services.logger,
                    patience: .ofAMinute
                ) {
                    _,
                    _,
                    channel throws(ChannelError) in
                    asked.append(channel.id)
                    inner.append(try? submission(depth: depth + 1).submit(draft))
                    return .accepted
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
            let draft = try api.draft()
            try api.store.revokeToken(draft.identity.tokenID)

            #expect(throws: Problem.unauthorized(.tokenDisabled)) {
                try api.submission { _, _, _ throws(ChannelError) in
                    Issue.record("nothing may be sent")
                    return .accepted
                }.submit(draft)
            }
        }
    }

    @Test(arguments: [(10, 1), (9, 2)])
    func noFurtherChannel_isTried_onceASixthOfTheTimeoutHasGone(
        _ seconds: Int,
        _ tries: Int
    ) throws {
        try TestAPI.run { api in
            _ = try api.store.addChannel(
                name: "second",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -1
            )
            let before = try api.quota()
            let clock = SteppedClock()
            var sent = 0

            let reply = try api.submission(now: { clock.now }) { _, _, _ throws(ChannelError) in
                sent += 1
                clock.now += .seconds(seconds)
                guard sent == 2 else { return .make(23, "full") }
                return .accepted
            }.submit(api.draft())

            #expect(sent == tries)
            #expect(reply.code == (tries == 1 ? 23 : 1))
            #expect(try api.onlyTask().status == (tries == 1 ? .failure : .submitted))
            if tries == 1 { #expect(try api.quota() == before) }
        }
    }
}
