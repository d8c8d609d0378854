import Domain
import Storage
import Synchronization
import TestSupport
import Testing

struct ChannelHealthTests {
    /// A clock that a test moves on.
    private final class Clock: Sendable {
        private let time = Mutex<Milliseconds>(1_000_000)
        var now: Milliseconds { time.withLock { $0 } }
        func advance(_ milliseconds: Milliseconds) { time.withLock { $0 += milliseconds } }
    }

    private func withStore(_ body: (Store, Clock, Channel) throws -> Void) throws {
        let clock = Clock()
        try withTemporaryStore(configure: { $0.clock = { clock.now } }) { store in
            try body(store, clock, try store.makeChannel())
        }
    }

    private func fail(
        _ store: Store,
        _ channel: Channel,
        times: Int = 1,
        isTrial: Bool = false
    ) throws -> [ChannelTurn] {
        try (0..<times).map { _ in
            try store.recordFailure(of: channel.id, reason: "timed out", isTrial: isTrial)
        }
    }

    private func health(_ store: Store, _ channel: Channel) throws -> ChannelHealth? {
        try store.channel(channel.id)?.health
    }

    @Test func fiveFailures_openIt_andOnlyTheFifthSaysSo() throws {
        try withStore { store, clock, channel in
            let turns = try fail(store, channel, times: 5)
            #expect(turns.prefix(4).allSatisfy { $0 == .none })
            let health = try #require(try health(store, channel))
            #expect(turns.last == .opened(health))
            #expect(health.failures == 5)
            #expect(health.reason == "timed out")
            #expect(health.opening == .init(since: clock.now, trialAt: clock.now + 30_000))
            #expect(try store.channel(channel.id)?.status == .enabled)
        }
    }

    @Test func aSuccess_endsTheRow_andTheNextOneWritesNothing() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let channel = try store.makeChannel()
            _ = try fail(store, channel, times: 4)
            #expect(try store.recordSuccess(of: channel.id) == .none)
            #expect(try health(store, channel) == nil)
            #expect(try fail(store, channel, times: 4).allSatisfy { $0 == .none })
            _ = try store.recordSuccess(of: channel.id)
            versions.clear()
            #expect(try store.recordSuccess(of: channel.id) == .none)
            #expect(versions.calls.isEmpty)
        }
    }

    @Test func whileOpen_failuresOfThoseOnTheirWay_writeNothing() throws {
        try withStore { store, clock, channel in
            _ = try fail(store, channel, times: 5)
            let before = try health(store, channel)
            clock.advance(100)
            #expect(try fail(store, channel, times: 3).allSatisfy { $0 == .none })
            #expect(try health(store, channel) == before)
        }
    }

    @Test func aTrialThatFails_opensItForLonger_andOneThatSucceedsClosesIt() throws {
        try withStore { store, clock, channel in
            _ = try fail(store, channel, times: 5)
            clock.advance(30_000)
            let turn = try fail(store, channel, isTrial: true)
            let longer = try #require(try health(store, channel))
            #expect(turn == [.stayedOpen(longer)])
            #expect(longer.opening?.trialAt == clock.now + 60_000)
            #expect(longer.opening?.since == clock.now - 30_000)
            #expect(try store.recordSuccess(of: channel.id) == .closed)
            #expect(try health(store, channel) == nil)
        }
    }

    @Test func enable_forgetsTheHealth_andDisableKeepsOutOfIt() throws {
        try withStore { store, _, channel in
            _ = try fail(store, channel, times: 5)
            try store.setChannelStatus(.disabled, id: channel.id, reason: "by hand")
            #expect(try health(store, channel)?.failures == 5)
            _ = try store.recordSuccess(of: channel.id)
            let closed = try store.channel(channel.id)
            #expect(closed?.status == .disabled)
            #expect(closed?.statusReason == "by hand")
            _ = try fail(store, channel, times: 5)
            try store.setChannelStatus(.enabled, id: channel.id)
            #expect(try health(store, channel) == nil)
        }
    }

    @Test func withZeroFailures_noneIsEverRecorded() throws {
        try withTemporaryStore(configure: { $0.channelHealth.failures = 0 }) { store in
            let channel = try store.makeChannel()
            #expect(try fail(store, channel, times: 20).allSatisfy { $0 == .none })
            #expect(try health(store, channel) == nil)
        }
    }

    @Test func exactlyOneTask_ofAllProcesses_getsTheTrial() throws {
        let clock = Clock()
        try withTemporaryDirectory { directory in
            // Two stores on one file, as two processes have.
            let stores = try (0..<2).map { _ in
                try openStore(in: directory) { $0.clock = { clock.now } }
            }
            defer { for store in stores { store.close() } }
            let submitter = try stores[0].makeSubmitter(quota: 100_000_000)
            _ = try fail(stores[0], submitter.channel, times: 5)
            for round in 0..<2 {
                let early = try stores[0].accept([.make(of: submitter)])
                #expect(early == .barred(.closed))
                clock.advance(round == 0 ? 30_000 : 70_000)
                let outcomes = try onThreads(20) { number in
                    try stores[number % 2].accept([.make(of: submitter)])
                }
                #expect(outcomes.filter { $0 == .barred(.closed) }.count == 19)
                // Its outcome is never known: another one follows when it cannot come any more.
            }
        }
    }

    @Test func aTaskThatCannotBePaid_doesNotUseTheTrialUp() throws {
        try withStore { store, clock, _ in
            let submitter = try store.makeSubmitter(quota: 10)
            let payer = try store.makeSubmitter("bob", byte: 2)
            _ = try fail(store, submitter.channel, times: 5)
            clock.advance(30_000)
            #expect(try store.accept([.make(of: submitter)]) == .insufficientQuota)
            guard case .accepted = try store.accept([.make(of: payer)]) else {
                Issue.record("the trial was used up")
                return
            }
        }
    }
}
