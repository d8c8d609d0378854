import Domain
import HotState
import Storage
import TestSupport
import Testing

@testable import Polling

/// How a channel's hooks make the poller look at once.
@Suite(.timeLimit(.minutes(2)))
struct HintTests {
    private func slow(_ configuration: inout PollingConfiguration) {
        configuration.schedule = .init(
            shortest: .seconds(3600),
            longest: .seconds(3600),
            longestBackoff: .seconds(3600)
        )
        configuration.paces.searchInterval = .seconds(3600)
    }

    @Test func aHint_isFollowedAtOnce() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(.make(.inProgress, percent: 5))
            try await world.poll(slow) {
                // Nothing before the first look is due in an hour.
                try await world.hint(task, until: { try world.shown(task).progress.percent == 5 })
                await world.script.say(.make(.success))
                try await world.hint(task, until: { try world.row(task).status == .success })
            }
        }
    }

    @Test func aHint_asksForItsOwnTaskOnly() async throws {
        try await PollerWorld.run { world in
            let tasks = try ["up-1", "up-2"].map { try world.submit($0) }
            await world.script.say(.make(.inProgress, percent: 5))
            try await world.poll(slow) {
                try await world.hint(
                    tasks[0],
                    until: { try world.shown(tasks[0]).progress.percent == 5 }
                )
            }
            #expect(await world.script.asked["up-2"] == nil)
        }
    }

    @Test func aHint_makesALostAnswerBeLookedFor() async throws {
        try await PollerWorld.run { world in
            let task = try world.accept()
            try await world.poll(slow) {
                try await wait("the first search") { await world.script.lists[1] == 1 }
                try world.store.recordHookedID("up-7", of: task.mjID)
                await world.script.say(.make(.inProgress, upstreamID: "up-7", prompt: "a cat"))
                try await world.hint(task, until: { try world.row(task).upstreamID == "up-7" })
            }
        }
    }

    @Test func aFloodOfHints_makesFewLooks() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(.make(.inProgress, percent: 5))
            try await world.poll {
                slow(&$0)
                $0.paces.hintFloor = .seconds(1)
            } _: {
                try await world.hint(task, until: { try world.shown(task).progress.percent == 5 })
                let before = await world.script.looks[1, default: 0]
                let begin = ContinuousClock.now
                let hotState = HotState(
                    configuration: world.hotConfiguration,
                    versions: world.versions
                )
                for _ in 0..<2000 {
                    hotState.leave(Hint(channelID: 1, mjID: task.mjID))
                    hotState.leave(Hint(channelID: 99, mjID: "nobody"))
                }
                let seconds = Int((ContinuousClock.now - begin).components.seconds)
                let looks = await world.script.looks[1, default: 0] - before
                #expect(looks <= seconds + 2)
            }
        }
    }
}

extension PollerWorld {
    /// Leaves hints, which may be lost, until they show.
    fileprivate func hint(_ task: MidjourneyTask, until isDone: () throws -> Bool) async throws {
        let hotState = HotState(configuration: hotConfiguration, versions: versions)
        try await wait("a hint to be followed") {
            hotState.leave(Hint(channelID: task.channelID ?? 0, mjID: task.mjID))
            return try isDone()
        }
    }
}
