import Domain
import FoundationEssentials
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Polling

/// Who polls, and what a stop does.
@Suite(.timeLimit(.minutes(2)))
struct PollerServiceTests {
    @Test func aSecondPoller_standsBy_untilTheFirstEnds() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(.make(.inProgress))
            let events = Mutex<[String]>([])
            let secondEvents = PollerService.Events(
                standsBy: { events.withLock { $0.append("stands by") } },
                polls: { events.withLock { $0.append("polls") } }
            )
            let (firstEnds, endFirst) = AsyncStream.makeStream(of: Void.self)
            let first = Task {
                try await world.poll { for await _ in firstEnds { break } }
            }
            try await wait("the first to poll") { try world.heartbeat() > 0 }
            try await world.poll(events: secondEvents) {
                try await wait("the second to notice") {
                    events.withLock { $0 } == ["stands by"]
                }
                endFirst.yield()
                try await first.value
                try await wait("the second to take over") {
                    events.withLock { $0 } == ["stands by", "polls"]
                }
                await world.script.say(.make(.success))
                try await world.waitForEnd(.success, of: task)
            }
        }
    }

    @Test func theHeartbeat_movesWithEachRound() async throws {
        try await PollerWorld.run { world in
            try await world.poll {
                try await wait("a round") { try world.heartbeat() > 0 }
                let first = try world.heartbeat()
                try await wait("another round") { try world.heartbeat() > first }
                #expect(abs(Milliseconds.now - first) < 60_000)
            }
        }
    }

    @Test func aStop_endsTheWaitForAChannelThatHangs() async throws {
        try await PollerWorld.run { world in
            _ = try world.submit()
            await world.script.set(.hanging)
            let begin = ContinuousClock.now
            try await world.poll {
                try await wait("the look") { await !world.script.asked.isEmpty }
            }
            #expect(ContinuousClock.now - begin < .seconds(30))
        }
    }
}

extension PollerWorld {
    func heartbeat() throws -> Milliseconds {
        let text = try? String(contentsOfFile: directory + "/poller.lock", encoding: .utf8)
        return text.flatMap { Milliseconds($0.filter(\.isNumber)) } ?? 0
    }
}
