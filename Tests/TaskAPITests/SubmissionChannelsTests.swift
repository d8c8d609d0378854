import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

/// Whom submits ask, and what they learn of them.
struct SubmissionChannelsTests {
    private final class Clock: Sendable {
        private let time = Mutex<Milliseconds>(1_700_000_000_000)
        var now: Milliseconds { time.withLock { $0 } }
        func advance(_ milliseconds: Milliseconds) { time.withLock { $0 += milliseconds } }
    }

    /// Two channels, the first of the higher priority.
    private func withTwo(_ body: (TestAPI, Clock, _ second: Channel) throws -> Void) throws {
        let clock = Clock()
        try TestAPI.run(storage: { $0.clock = { clock.now } }) { api in
            let second = try api.store.addChannel(
                name: "second",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: -1
            )
            try body(api, clock, second)
        }
    }

    /// What the first channel says.
    private enum Word {
        case draws, full, noAccount
        case refused(String)
        case lost(String)

        func give() throws(ChannelError) -> SubmitAnswer {
            switch self {
            case .draws: return .accepted
            case .full: return .make(23, "队列已满")
            case .noAccount: return .make(3, "无可用的账号实例")
            case .refused(let reason): throw .refused(reason: reason)
            case .lost(let reason): throw .answerLost(reason: reason)
            }
        }
    }

    /// Whom a submit asks, when the first channel says this and the second draws.
    private func ask(
        _ api: TestAPI,
        _ first: Word,
        logger: Logger? = nil,
        meanwhile: @escaping () -> Void = {}
    ) throws -> (asked: [ChannelID], reply: SubmitReply) {
        var asked: [ChannelID] = []
        let own = api.channel.id
        let reply = try api.submission(logger: logger) { _, _, channel throws(ChannelError) in
            asked.append(channel.id)
            guard channel.id == own else { return .accepted }
            meanwhile()
            return try first.give()
        }.submit(api.draft())
        return (asked, reply)
    }

    private static let failures: [Word] = [
        .refused("connection refused"), .refused("status 401"), .lost("status 502"),
        .lost("answer not of the protocol"), .noAccount,
    ]

    @Test func fiveFailuresInARow_sendNewWorkElsewhere_andATrialBringsItBack() throws {
        try withTwo { api, clock, second in
            let messages = LogRecorder.Messages()
            let logger = Logger(label: "test") { _ in LogRecorder(messages) }
            for failure in Self.failures {
                #expect(try ask(api, failure, logger: logger).asked.first == api.channel.id)
            }
            #expect(try ask(api, .draws, logger: logger).asked == [second.id])
            clock.advance(29_999)
            #expect(try ask(api, .draws, logger: logger).asked == [second.id])
            clock.advance(1)
            // The trial fails: left alone for twice as long.
            let trial = try ask(api, .refused("connection refused"), logger: logger)
            #expect(trial.asked == [api.channel.id, second.id])
            #expect(trial.reply.code == 1)
            clock.advance(59_999)
            #expect(try ask(api, .draws, logger: logger).asked == [second.id])
            clock.advance(1)
            for _ in 0..<2 {
                #expect(try ask(api, .draws, logger: logger).asked == [api.channel.id])
            }
            let told = messages.all.filter { $0.contains("disabled") || $0.contains("again") }
            #expect(
                told == [
                    "error: channel disabled automatically",
                    "notice: channel works again, and gets new tasks",
                ]
            )
        }
    }

    @Test func oneSuccess_startsTheCountAnew() throws {
        try withTwo { api, _, _ in
            for _ in 0..<3 {
                for failure in Self.failures.prefix(4) { _ = try ask(api, failure) }
                #expect(try ask(api, .draws).asked == [api.channel.id])
            }
            #expect(try api.store.channel(api.channel.id)?.health == nil)
        }
    }

    @Test func aFullQueue_isNoFailure() throws {
        try withTwo { api, _, second in
            for _ in 0..<8 {
                let asked = try ask(api, .full).asked
                #expect(asked == [api.channel.id, second.id])
            }
            #expect(try api.store.channel(api.channel.id)?.health == nil)
        }
    }

    @Test func whileATrialIsUnderWay_noOtherSubmitIsSentThere() throws {
        try withTwo { api, clock, second in
            for failure in Self.failures { _ = try ask(api, failure) }
            clock.advance(30_000)
            var inner: [ChannelID] = []
            let outer = try ask(api, .draws) { inner = (try? ask(api, .draws).asked) ?? [] }
            #expect(outer.asked == [api.channel.id])
            #expect(inner == [second.id])
        }
    }

    @Test("B28: no account opens a channel automatically, never as an administrator would")
    func noAccount_isNoManualState() throws {
        try withTwo { api, clock, second in
            for _ in 0..<5 { _ = try ask(api, .noAccount) }
            let opened = try #require(try api.store.channel(api.channel.id))
            #expect(opened.status == .enabled)
            #expect(opened.health?.reason == "no account (code 3)")
            #expect(try ask(api, .draws).asked == [second.id])
            // It comes back by itself.
            clock.advance(30_000)
            #expect(try ask(api, .draws).asked == [api.channel.id])
            #expect(try api.store.channel(api.channel.id)?.health == nil)
        }
    }

    @Test("B28: what an administrator disabled stays so, whatever its health")
    func aManualState_isNeverOverridden() throws {
        try withTwo { api, clock, second in
            for failure in Self.failures { _ = try ask(api, failure) }
            try api.store.setChannelStatus(.disabled, id: api.channel.id, reason: "moved")
            clock.advance(600_000)
            #expect(try ask(api, .draws).asked == [second.id])
            // A follow-up goes there, succeeds, and changes nothing of that.
            var draft = try api.draft()
            draft.target = .pinned(api.channel.id)
            let reply = try api.submission { _, _, _ throws(ChannelError) in .accepted }
                .submit(draft)
            #expect(reply.code == 1)
            let channel = try #require(try api.store.channel(api.channel.id))
            #expect(channel.status == .disabled)
            #expect(channel.statusReason == "moved")
            #expect(try ask(api, .draws).asked == [second.id])
        }
    }

    @Test func followUps_goToAnOpenChannel_andTheirOutcomesCount() throws {
        try withTwo { api, _, _ in
            var draft = try api.draft()
            draft.target = .pinned(api.channel.id)
            for _ in 0..<5 {
                _ = try api.submission { _, _, _ throws(ChannelError) in
                    throw .refused(reason: "connection refused")
                }.submit(draft)
            }
            #expect(try api.store.channel(api.channel.id)?.isOpen == true)
            let reply = try api.submission { _, _, channel throws(ChannelError) in
                #expect(channel.id == api.channel.id)
                return .accepted
            }.submit(draft)
            #expect(reply.code == 1)
            #expect(try ask(api, .draws).asked == [api.channel.id])
        }
    }

    @Test func whenNoneServesIt_theClientHearsCode3_andTheOperatorWhy() throws {
        let services = [
            ChannelService(groups: ["default"], actions: [.blend]),
            ChannelService(modes: [.relax]),
        ]
        for service in services {
            try TestAPI.run { api in
                _ = try api.store.editChannel(api.channel.id) { $0.service = service }
                let messages = LogRecorder.Messages()
                var draft = try api.draft()
                draft.mode = .fast
                let reply = try api.submission(
                    logger: Logger(label: "test") { _ in LogRecorder(messages) }
                ) { _, _, _ throws(ChannelError) in
                    Issue.record("nothing may be sent")
                    return .accepted
                }.submit(draft)
                #expect(reply == .noChannel)
                #expect(messages.all == ["warning: no channel can take a task"])
                #expect(try api.tasks().isEmpty)
            }
        }
    }

    @Test func fullChannels_arePassedOver_andAllFullIsCode23() throws {
        try withTwo { api, _, second in
            for id in [api.channel.id, second.id] {
                _ = try api.store.editChannel(id) { $0.inFlightLimit = 1 }
            }
            #expect(try ask(api, .draws).asked == [api.channel.id])
            #expect(try ask(api, .draws).asked == [second.id])
            let third = try ask(api, .draws)
            #expect(third.asked.isEmpty)
            #expect(third.reply == .queueFull)
            #expect(try api.tasks().count == 2)
            // So with what goes on with a task there.
            var draft = try api.draft()
            draft.target = .pinned(second.id)
            let reply = try api.submission { _, _, _ throws(ChannelError) in .accepted }
                .submit(draft)
            #expect(reply == .queueFull)
        }
    }

    @Test func aRefusedTask_isNotMovedToAFullChannel() throws {
        try withTwo { api, _, second in
            _ = try api.store.editChannel(second.id) { $0.inFlightLimit = 1 }
            var inner: SubmitReply?
            // Meanwhile another one takes the last place.
            let outer = try ask(api, .refused("connection refused")) {
                inner = try? ask(api, .refused("connection refused")).reply
            }
            #expect(inner?.code == 1)
            #expect(outer.asked == [api.channel.id])
            #expect(outer.reply.code == 23)
            #expect(try api.store.verifyLedger().isEmpty)
        }
    }

    @Test func ofFiftySubmitsAtOnce_asManyAreSentAsTheLimitSays() throws {
        try TestAPI.run { api in
            _ = try api.store.editChannel(api.channel.id) { $0.inFlightLimit = 7 }
            let draft = try api.draft()
            let (store, logger) = (api.store, api.services.logger)
            let bulkhead = ChannelBulkhead(limit: 50)
            let sent = Mutex(0)
            let replies = try onThreads(50) { _ in
                try Submission(
                    store: store,
                    bulkhead: bulkhead,
                    hooks: Hooks(),
                    logger: logger,
                    patience: .ofAMinute
                ) { _, _, _ throws(ChannelError) in
                    sent.withLock { $0 += 1 }
                    return .accepted
                }.submit(draft).code
            }
            #expect(replies.filter { $0 == 1 }.count == 7)
            #expect(replies.filter { $0 == 23 }.count == 43)
            #expect(sent.withLock { $0 } == 7)
            #expect(try api.tasks().count == 7)
        }
    }
}
