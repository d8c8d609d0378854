import Domain
import Foundation
import HotState
import Redis
import TestSupport
import Testing

struct HotStateHintsTests {
    private let key = Array("mjtask:db:hints".utf8)

    @Test func hints_areTakenOnce_inTheirOrder() throws {
        try World.with { world in
            let hints = [Hint(channelID: 1, mjID: "17"), Hint(channelID: 2, mjID: "a:b")]
            for hint in hints { world.hotState.leave(hint) }
            let taker = world.another()

            #expect(taker.takeHints(wait: .seconds(5)) == hints)
            #expect(taker.takeHints(wait: .milliseconds(1)) == [])
        }
    }

    @Test func taker_waitsForAHint() throws {
        try World.with { world in
            let socketPath = world.server.socketPath
            let versions = world.versions
            let start = ContinuousClock.now
            Thread.detachNewThread {
                let other = HotState(
                    configuration: .init(redisSocket: socketPath),
                    versions: versions
                )
                // Only once the taker blocks, as its connection tells.
                try? waitUntil("a taker that waits") {
                    let redis = try RedisConnection(socketPath: socketPath, timeout: .seconds(5))
                    let clients = try redis.send(RedisCommand("INFO", Array("clients".utf8)))
                    guard case .bytes(let bytes) = clients else { return false }
                    return String(decoding: bytes, as: UTF8.self).contains("blocked_clients:1")
                }
                other.leave(Hint(channelID: 3, mjID: "5"))
            }

            #expect(world.hotState.takeHints(wait: .seconds(8)) == [Hint(channelID: 3, mjID: "5")])
            #expect(ContinuousClock.now - start < .seconds(8))
        }
    }

    /// Or the connection would count as broken after each wait.
    @Test func wait_isShorterThanTheTimeOut() throws {
        try World.with { world in
            let taker = world.another(timeout: .seconds(1))
            let start = ContinuousClock.now

            #expect(taker.takeHints(wait: .seconds(3600)) == [])
            #expect(taker.takeHints(wait: .seconds(3600)) == [])
            #expect(ContinuousClock.now - start >= .milliseconds(900))
        }
    }

    @Test func oldestHints_goWhenThereAreTooMany_andAllGoAfterAMinute() throws {
        try World.with { world in
            for number in 1...1100 {
                world.hotState.leave(Hint(channelID: 1, mjID: "\(number)"))
            }
            let seconds = try world.redis().send(RedisCommand("TTL", key))
            let taken = try #require(world.hotState.takeHints(wait: .seconds(1)))

            #expect(taken.count == 1000)
            #expect(taken.first?.mjID == "101")
            #expect(taken.last?.mjID == "1100")
            guard case .integer(let left) = seconds else { throw WaitTimedOut(what: "an expiry") }
            #expect((1...60).contains(left))
        }
    }

    @Test func valuesThatAreNoHints_areLeftOut() throws {
        try World.with { world in
            let redis = try world.redis()
            for value in ["", "17", ":17", "x:17", "9223372036854775808:1", "4:17"] {
                _ = try redis.send(RedisCommand("RPUSH", key, Array(value.utf8)))
            }
            _ = try redis.send(RedisCommand("RPUSH", key, [0x34, 0x3a, 0xff]))

            #expect(world.hotState.takeHints(wait: .seconds(1)) == [Hint(channelID: 4, mjID: "17")])
        }
    }

    @Test func redisThatIsAway_isToldApartFromNoHints() throws {
        try World.with { world in
            world.server.kill()
            let without = HotState(
                configuration: .init(redisSocket: ""),
                versions: world.versions
            )

            world.hotState.leave(Hint(channelID: 1, mjID: "1"))
            #expect(world.hotState.takeHints(wait: .seconds(5)) == nil)
            #expect(without.takeHints(wait: .seconds(5)) == nil)
        }
    }
}
