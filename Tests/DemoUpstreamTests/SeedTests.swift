import Domain
import Testing

@testable import DemoUpstream

@Suite struct SeedTests {
    @Test func theSeed_isThereAfterTheEnd_andShownFromThenOn() throws {
        var simulation = Simulation.make()
        let id = simulation.grid()
        #expect(simulation.imageSeed(id, at: 0) == .noPicture)
        #expect(simulation.imageSeed("1", at: 0) == .unknown)
        let before = try #require(simulation.task(id))
        #expect(before.json(at: 1_000_000)["properties"]?["imageSeed"] == nil)
        guard case .seed(let seed) = simulation.imageSeed(id, at: 1_000_000) else {
            Issue.record("no seed")
            return
        }
        #expect((Int64(seed) ?? 0) > 0)
        let after = try #require(simulation.task(id))
        #expect(after.json(at: 1_000_000)["properties"]?["imageSeed"] == .string(seed))
        #expect(after.json(at: 1_000_000, .csharp)["seed"] == .string(seed))
    }

    @Test func theSeed_failsAsOrdered() throws {
        var simulation = Simulation.make()
        let id = simulation.grid()
        simulation.settings.seed.error = .init(status: 400, code: 3, description: "未找到 seed")
        let reply = simulation.imageSeed(id, at: 1_000_000)
        #expect(reply == .failed(.init(status: 400, code: 3, description: "未找到 seed")))
        simulation.settings.seed.hasPrivateChannel = false
        #expect(simulation.imageSeed(id, at: 1_000_000) == .noPrivateChannel)
    }
}
