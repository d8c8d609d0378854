import Domain
import Testing

@testable import DemoUpstream

@Suite struct HookPlannerTests {
    private struct World {
        var simulation = Simulation.make()
        var planner = HookPlanner()

        mutating func keys(at now: Int64) -> [String] {
            planner.due(&simulation, pictures: "http://h", at: now).deliveries.map(\.key)
        }

        mutating func imagine(_ hook: String = #","notifyHook":"http://hook/""#) throws {
            try simulation.submit(.imagine, #"{"prompt":"cat"\#(hook)}"#)
        }
    }

    private static let life = [
        "SUBMITTED:0%", "IN_PROGRESS:0%", "IN_PROGRESS:15%", "IN_PROGRESS:31%", "IN_PROGRESS:46%",
        "IN_PROGRESS:62%", "IN_PROGRESS:78%", "IN_PROGRESS:93%", "SUCCESS:100%",
    ]

    @Test func everyChange_isToldOnce_inOrder_howeverSeldomOneLooks() throws {
        var often = World()
        try often.imagine()
        #expect(often.keys(at: 0) == [])
        #expect(
            stride(from: Int64(500), to: 100_000, by: 500).flatMap { often.keys(at: $0) }
                == Self.life
        )
        var seldom = World()
        try seldom.imagine()
        #expect(seldom.keys(at: 100_000) == Self.life)
        #expect(seldom.keys(at: 200_000) == [])
    }

    @Test func theNextMoment_isSaid() throws {
        var world = World()
        try world.imagine()
        let times = try #require(world.simulation.newest?.times)
        let first = world.planner.due(&world.simulation, pictures: "", at: 0)
        #expect(first.next == times.start)
        let second = world.planner.due(&world.simulation, pictures: "", at: times.start)
        #expect(second.deliveries.map(\.key) == ["SUBMITTED:0%"])
        #expect(second.next == times.progress)
    }

    @Test func theBody_isTheTask_asItWasThen_orAsItIsNow() throws {
        var world = World()
        try world.imagine()
        let then = world.planner.due(&world.simulation, pictures: "http://h/p", at: 100_000)
        #expect(then.deliveries.first?.body["status"] == .string("SUBMITTED"))
        #expect(then.deliveries.last?.body["imageUrl"]?.string?.hasPrefix("http://h/p/") == true)
        var other = World()
        other.simulation.settings.hooks.sendsNewest = true
        try other.imagine()
        let now = other.planner.due(&other.simulation, pictures: "", at: 100_000)
        #expect(now.deliveries.first?.body["status"] == .string("SUCCESS"))
    }

    @Test func onlyTasksWithAHook_areTold_orAllWithAGlobalOne() throws {
        var world = World()
        try world.imagine("")
        #expect(world.keys(at: 100_000) == [])
        world.simulation.settings.hooks.globalURL = "http://all/"
        try world.imagine("")
        try world.imagine()
        let due = world.planner.due(&world.simulation, pictures: "", at: 200_000).deliveries
        #expect(Set(due.map(\.url)) == ["http://all/", "http://hook/"])
    }

    @Test func cancels_andOrdersOfTheControlPlane_areTold() throws {
        var world = World()
        try world.imagine()
        let id = try #require(world.simulation.newest?.id)
        _ = world.keys(at: 2_500)
        #expect(world.simulation.cancel(id, isIgnored: false, at: 3_000) == .cancelled)
        #expect(world.keys(at: 3_000) == ["CANCEL:"])
        #expect(world.keys(at: 100_000) == [])
        try world.imagine()
        let other = try #require(world.simulation.newest?.id)
        let isKnown = world.simulation.change(other) { $0.forced.status = "FAILURE" }
        #expect(isKnown)
        #expect(world.keys(at: 1) == ["FAILURE:"])
    }

    @Test func knobs_duplicate_repeatTheEnd_reorder_drop_andSilence() throws {
        func keys(_ change: (inout HookSettings) -> Void) throws -> [String] {
            var world = World()
            change(&world.simulation.settings.hooks)
            try world.imagine()
            return world.keys(at: 100_000)
        }
        #expect(try keys { $0.duplicates = true } == Self.life.flatMap { [$0, $0] })
        #expect(try keys { $0.repeatsTerminal = true } == Self.life + ["SUCCESS:100%"])
        #expect(try keys { $0.reorders = true } == Self.life + ["IN_PROGRESS:93%"])
        #expect(try keys { $0.drops = 7 } == Array(Self.life.dropFirst(7)))
        #expect(try keys { $0.never = true } == [])
    }
}
