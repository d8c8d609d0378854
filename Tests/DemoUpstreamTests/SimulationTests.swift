import Domain
import Testing

@testable import DemoUpstream

@Suite struct SimulationTests {
    @Test func imagine_answers1Then22Then23() throws {
        var simulation = Simulation.make()
        var codes: [Int64] = []
        for _ in 0..<14 {
            let reply = simulation.imagine("cat", at: 0)
            codes.append(try #require(reply.json["code"]?.integer))
        }
        #expect(codes == [1, 1, 1, 1] + [Int64](repeating: 22, count: 9) + [23])
        let reply = simulation.imagine("cat", at: 0)
        #expect(reply.json["description"] == .string("队列已满，请稍后尝试"))
        #expect(simulation.allTasks.count == 13)
    }

    @Test func imagine_saysHowManyTasksAreAhead() throws {
        var simulation = Simulation.make(coreSize: 1)
        for _ in 0..<3 { _ = simulation.imagine("cat", at: 0) }
        let json = simulation.imagine("cat", at: 0).json
        #expect(json["description"] == .string("排队中，前面还有2个任务"))
        #expect(json["properties"]?["numberOfQueues"] == .integer(2))
        #expect(json["result"] == .string("1689231405853403"))
    }

    @Test func imagine_spreadsOverAccounts_andAvoidsPausedOnes() throws {
        var simulation = Simulation.make(accounts: 2, coreSize: 1, queueSize: 0)
        _ = simulation.imagine("cat", at: 0)
        _ = simulation.imagine("cat", at: 0)
        #expect(Set(simulation.allTasks.map(\.accountID)).count == 2)
        let ids = simulation.accounts.map(\.id)
        let isFirstKnown = simulation.setPaused(true, account: ids[0])
        #expect(isFirstKnown)
        let reply = simulation.imagine("cat", at: 1_000_000)
        guard case .accepted(_, ids[1], 0) = reply else {
            Issue.record("the account that is not paused is idle")
            return
        }
        _ = simulation.setPaused(true, account: ids[1])
        let refusal = simulation.imagine("cat", at: 1_000_000)
        #expect(refusal == .noAccount)
        let isOtherKnown = simulation.setPaused(true, account: "0")
        #expect(!isOtherKnown)
    }

    @Test func imagine_isDeterministic_bySeed() throws {
        func run(_ seed: UInt64) throws -> [JSONValue] {
            var simulation = Simulation.make(coreSize: 1, seed: seed)
            for index in 0..<5 { _ = simulation.imagine("cat \(index)", at: 0) }
            return simulation.allTasks.map { $0.json(at: 100_000, pictures: "") }
        }
        #expect(try run(7) == run(7))
        #expect(try run(7) != run(8))
    }

    @Test func imagine_livesFasterWithSpeed() throws {
        for (speed, least, most) in [(1.0, 32_000, 48_000), (10.0, 3_200, 4_800)] {
            var simulation = Simulation.make(coreSize: 100, speed: speed)
            for _ in 0..<50 { _ = simulation.imagine("cat", at: 0) }
            let finishes = simulation.allTasks.compactMap(\.times?.finish)
            #expect(finishes.count == 50)
            #expect(finishes.allSatisfy { (Int64(least)...Int64(most)).contains($0) })
        }
    }

    @Test func imagine_obeysThePrompt() throws {
        var simulation = Simulation.make(coreSize: 10)
        func last(_ prompt: String) throws -> DemoTask? {
            _ = simulation.imagine(prompt, at: 0)
            return simulation.allTasks.first
        }
        #expect(try last("a [[fail]]")?.view(at: 1_000_000).status == "FAILURE")
        #expect(try last("a [[fail:no luck]]")?.view(at: 1_000_000).failReason == "no luck")
        #expect(try last("a [[stuck]]")?.view(at: 1_000_000_000).status == "IN_PROGRESS")
        let slow = try #require(try last("a [[slow:30]]")?.times?.finish)
        #expect((60_000...80_000).contains(slow))
        let before = simulation.allTasks.count
        #expect(try last("a [[vanish]]")?.id != simulation.order.last)
        #expect(simulation.allTasks.count == before)
        let banned = simulation.imagine("a nude", at: 0)
        #expect(
            banned.json
                == .object([
                    "code": .integer(24), "description": .string("可能包含敏感词"), "result": .null,
                    "properties": .object([
                        "promptEn": .string("a nude"), "bannedWord": .string("nude"),
                    ]),
                ])
        )
        let ordered = simulation.imagine("[[banned]]", at: 0)
        #expect(ordered.json["code"] == .integer(24))
    }

    @Test func forgetTasks_goesOnWithNewIDs() throws {
        var simulation = Simulation.make()
        _ = simulation.imagine("cat", at: 0)
        let id = try #require(simulation.order.first)
        simulation.forgetTasks()
        #expect(simulation.task(id) == nil)
        _ = simulation.imagine("cat", at: 0)
        #expect(simulation.order == ["1689231405853401"])
    }

    /// What a poll of all of a hundred thousand live tasks costs must not depend on their number.
    @Test func aHundredThousandLiveTasks_areCheap() throws {
        var simulation = Simulation.make(coreSize: 100_000, queueSize: 100_000)
        let clock = ContinuousClock()
        let submitting = clock.measure {
            for time in 0..<100_000 { _ = simulation.imagine("cat", at: Int64(time) / 100) }
        }
        #expect(simulation.allTasks.count == 100_000)
        #expect(submitting < .seconds(60))
        let ids = simulation.order
        // An unoptimised build on a busy machine; what is asserted is the order of magnitude.
        let polling = clock.measure {
            for chunk in stride(from: 0, to: ids.count, by: 200) {
                for id in ids[chunk..<chunk + 200] {
                    #expect(simulation.task(id)?.view(at: 20_000).status != "SUCCESS")
                }
            }
        }
        #expect(polling < .seconds(30))
    }
}
