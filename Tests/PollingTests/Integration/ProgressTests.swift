import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Polling

/// What readers see of a task on its way, with a real store and Redis.
@Suite(.timeLimit(.minutes(2)))
struct ProgressIntegrationTests {
    @Test func progress_isShown_andNeverGoesBack_whateverTheChannelSays() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 31))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                for regress in [
                    ChannelReport.make(.submitted, percent: 0), .make(.notStart),
                    .make(.modal, percent: 15), .make(nil, percent: nil),
                ] {
                    await world.script.say(regress)
                    try await world.script.waitForLooks()
                    let shown = try world.shown(task)
                    #expect(shown.status == .inProgress)
                    #expect(shown.progress.percent == 31)
                }
                await world.script.say(.make(.inProgress, percent: 62))
                try await world.waitFor(.inProgress, percent: 62, of: task)
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
                #expect(try world.row(task).progress == .complete)
            }
        }
    }

    @Test func rows_holdTheStatusAndCoarseSteps_whileDocumentsHoldTheRest() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 24))
                try await world.waitFor(.inProgress, percent: 24, of: task)
                await world.script.say(.make(.inProgress, percent: 30))
                try await world.waitFor(.inProgress, percent: 30, of: task)
                try await world.script.waitForLooks()
                #expect(try world.row(task).status == .inProgress)
                #expect(try world.row(task).progress.percent == 24)
                await world.script.say(.make(.inProgress, percent: 60))
                try await wait("the next step") { try world.row(task).progress.percent == 60 }
            }
        }
    }

    @Test func aFlushOfRedis_costsNothing_sinceEverythingIsWrittenAgain() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 10))
                try await world.waitFor(.inProgress, percent: 10, of: task)
                await world.script.say(.make(.inProgress, percent: 31))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                try world.flushRedis()
                // The channel says nothing new, and still:
                try await world.waitFor(.inProgress, percent: 31, of: task)
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
            }
        }
    }

    @Test func withoutRedis_theRowHoldsTheCoarseSteps_andTasksEnd() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 31))
                try await world.waitFor(.inProgress, percent: 31, of: task)
                world.redis.kill()
                await world.script.say(.make(.inProgress, percent: 40))
                try await world.script.waitForLooks()
                #expect(try world.shown(task).progress.percent == 31)
                await world.script.say(.make(.inProgress, percent: 70))
                try await wait("the checkpoint") { try world.row(task).progress.percent == 70 }
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
            }
        }
    }

    /// The channel starts over while the poller does: what the first one showed still counts.
    @Test func aSecondPoller_takesUpWhatTheFirstHasShown() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            try await world.poll {
                await world.script.say(.make(.inProgress, percent: 40))
                try await world.waitFor(.inProgress, percent: 40, of: task)
                await world.script.say(.make(.inProgress, percent: 60))
                try await world.waitFor(.inProgress, percent: 60, of: task)
            }
            #expect(try world.row(task).progress.percent == 40)
            await world.script.say(.make(.inProgress, percent: 45))
            try await world.poll {
                try await world.script.waitForLooks()
                #expect(try world.shown(task).progress.percent == 60)
                await world.script.say(.make(.failure, percent: 45, failReason: "banned"))
                try await world.waitForEnd(.failure, of: task)
                #expect(try world.row(task).progress.percent == 60, "not back at the end either")
            }
        }
    }

    /// B32: each round left a row behind, for good.
    @Test func b32_roundsThatFindNothingNew_writeNothing() async throws {
        let commits = Mutex(0)
        try await PollerWorld.run {
            $0.faults = { point in
                if point == .committed { commits.withLock { $0 += 1 } }
            }
        } _: { world in
            let task = try world.submit()
            await world.script.say(.make(.inProgress, percent: 31))
            try await world.poll {
                try await world.waitFor(.inProgress, percent: 31, of: task)
                try await world.script.waitForLooks()
                let before = commits.withLock { $0 }
                #expect(before > 0)
                try await world.script.waitForLooks(30)
                #expect(commits.withLock { $0 } == before)
            }
        }
    }

    @Test func newTasksAndChannels_areNoticedByThemselves() async throws {
        try await PollerWorld.run { world in
            try await world.poll {
                let first = try world.submit("up-1")
                await world.script.say(.make(.inProgress, percent: 5))
                try await world.waitFor(.inProgress, percent: 5, of: first)
                let channel = try world.store.makeChannel("two")
                let second = try world.submit("up-1", on: channel)
                await world.script.say(.make(.inProgress, percent: 7), on: channel.id)
                try await world.waitFor(.inProgress, percent: 7, of: second)
                #expect(try world.shown(first).progress.percent == 5, "the id is another's there")
            }
        }
    }

    @Test func aChannelThatHangs_delaysNoOther() async throws {
        try await PollerWorld.run { world in
            let other = try world.store.makeChannel("two")
            let slow = try world.submit("up-1")
            let quick = try world.submit("up-2", on: other)
            await world.script.set(.hanging, of: world.submitter.channel.id)
            await world.script.say(.make(.success, upstreamID: "up-2"), on: other.id)
            try await world.poll {
                try await world.waitForEnd(.success, of: quick)
                #expect(try world.row(slow).status == .submitted)
            }
        }
    }
}
