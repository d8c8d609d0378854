import Domain
import TestSupport
import Testing

struct ChannelChoiceTests {
    private func choose(
        _ loads: [ChannelLoad],
        for demand: ChannelDemand = .make(),
        at now: Milliseconds = 1000,
        seed: UInt64 = 1
    ) -> ChannelChoice {
        var generator = SeededGenerator(seed: seed)
        return ChannelChoice(of: loads, for: demand, at: now, using: &generator)
    }

    /// How often each comes first in so many choices.
    private func firsts(_ loads: [ChannelLoad], of count: Int = 20_000) -> [ChannelID: Double] {
        var generator = SeededGenerator(seed: 7)
        var counts: [ChannelID: Int] = [:]
        for _ in 0..<count {
            let choice = ChannelChoice(of: loads, for: .make(), at: 0, using: &generator)
            counts[choice.order[0].id, default: 0] += 1
        }
        return counts.mapValues { Double($0) / Double(count) }
    }

    @Test func higherPriority_comesFirst_whateverWeightAndLoad() {
        let choice = choose([
            .make(1, weight: 1000), .make(2, inFlight: 50, priority: 5), .make(4, priority: -1),
        ])
        #expect(choice.order.map(\.id) == [2, 1, 4])
        #expect(choice.obstacle == nil)
    }

    @Test func equals_takeTurns() {
        let firsts = firsts([.make(1), .make(2), .make(3)])
        for id in 1...3 { #expect(abs(firsts[ChannelID(id), default: 0] - 1.0 / 3) < 0.02) }
    }

    @Test func weights_areShares() {
        let firsts = firsts([.make(1, weight: 1), .make(2, weight: 3), .make(3, weight: 6)])
        #expect(abs(firsts[1, default: 0] - 0.1) < 0.01)
        #expect(abs(firsts[2, default: 0] - 0.3) < 0.02)
        #expect(abs(firsts[3, default: 0] - 0.6) < 0.02)
    }

    @Test func aClassOfEqualWeight_hasTheirSum_andItsLeastLoadedGoesFirst() {
        let firsts = firsts([
            .make(1, inFlight: 4, weight: 2), .make(2, inFlight: 3, weight: 2),
            .make(3, inFlight: 99, weight: 1),
        ])
        #expect(firsts[1] == nil)
        #expect(abs(firsts[2, default: 0] - 0.8) < 0.02)
        #expect(abs(firsts[3, default: 0] - 0.2) < 0.02)
    }

    /// Random channels: each that can take the task is there once, by priority, and in a class by
    /// load.
    @Test(arguments: 0..<200)
    func theOrder_holdsWhoeverCanTakeIt_once(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let loads = (1...12).map { id in
            ChannelLoad.make(
                ChannelID(id),
                inFlight: .random(in: 0...4, using: &generator),
                status: .random(in: 0..<4, using: &generator) == 0 ? .disabled : .enabled,
                priority: .random(in: 0...2, using: &generator),
                weight: .random(in: 1...3, using: &generator),
                limit: Bool.random(using: &generator) ? 3 : nil
            )
        }
        let choice = choose(loads, seed: seed)
        let takers = loads.filter { load in
            load.channel.status == .enabled
                && load.channel.inFlightLimit.map { load.inFlight < $0 } ?? true
        }
        #expect(Set(choice.order.map(\.id)) == Set(takers.map(\.channel.id)))
        #expect(choice.order.count == takers.count)
        let load = Dictionary(uniqueKeysWithValues: loads.map { ($0.channel.id, $0.inFlight) })
        for (earlier, later) in zip(choice.order, choice.order.dropFirst()) {
            #expect(earlier.priority >= later.priority)
            if earlier.priority == later.priority, earlier.weight == later.weight {
                #expect(load[earlier.id, default: 0] <= load[later.id, default: 0])
            }
        }
    }

    private static let demand = ChannelDemand.make(group: "vip", action: .blend, mode: .fast)
    private static let services: [(ChannelService, Bool)] = [
        (.everything, true),
        (ChannelService(groups: ["default", "vip"]), true),
        (ChannelService(groups: ["default"]), false),
        (ChannelService(actions: [.blend]), true),
        (ChannelService(actions: [.imagine, .describe]), false),
        (ChannelService(modes: [.fast, .turbo]), true),
        (ChannelService(modes: [.relax]), false),
        (ChannelService(groups: ["vip"], actions: [.blend], modes: [.relax]), false),
    ]

    @Test(arguments: services)
    func aChannel_getsWhatItServes(_ service: ChannelService, _ serves: Bool) {
        let choice = choose([.make(1, service: service)], for: Self.demand)
        #expect(choice.order.isEmpty != serves)
        #expect(choice.obstacle == (serves ? nil : .unsuitable))
    }

    @Test func aTaskWithoutAMode_goesToAnyChannel() {
        let relaxed = ChannelLoad.make(1, service: ChannelService(modes: [.relax]))
        #expect(choose([relaxed]).order.map(\.id) == [1])
    }

    @Test func aTaskThatMayBeDrawnInSeveralModes_goesToAChannelThatServesAll() {
        // Paid for the dearest, it must not be drawn where there are only cheaper ones.
        let services =
            [[.relax], [.turbo], [.relax, .fast], [.turbo, .fast], []] as [[SpeedMode]]
        let loads = services.enumerated().map { index, modes in
            ChannelLoad.make(
                ChannelID(index + 1),
                priority: -index,
                service: ChannelService(modes: modes)
            )
        }
        let demand = ChannelDemand(
            group: "default",
            action: .imagine,
            mode: nil,
            possibleModes: [.fast, .turbo]
        )
        #expect(choose(loads, for: demand).order.map(\.id) == [4, 5])
    }

    @Test func anOpenChannel_isLeftOut_untilItsTrialIsDue() {
        let loads = [ChannelLoad.make(1, health: .open(trialAt: 1000))]
        #expect(choose(loads, at: 999).obstacle == .resting)
        #expect(choose(loads, at: 999).order.isEmpty)
        #expect(choose(loads, at: 1000).order.map(\.id) == [1])
    }

    @Test func aFailureOrTwo_leaveAChannelWhereItIs() {
        let failing = ChannelHealth(failures: 4, reason: "timed out", failedAt: 1)
        #expect(choose([.make(1, health: failing)]).order.map(\.id) == [1])
    }

    @Test func whenNobodyCan_theNearestObstacleIsNamed() {
        let disabled = ChannelLoad.make(1, status: .disabled)
        let unsuitable = ChannelLoad.make(2, service: ChannelService(groups: ["vip"]))
        let resting = ChannelLoad.make(3, health: .open(trialAt: 5000))
        let full = ChannelLoad.make(4, inFlight: 3, limit: 3)
        #expect(choose([]).obstacle == nil)
        #expect(choose([disabled]).obstacle == .disabled)
        #expect(choose([disabled, unsuitable]).obstacle == .unsuitable)
        #expect(choose([resting, unsuitable]).obstacle == .resting)
        #expect(choose([full, disabled, resting]).obstacle == .full)
    }
}
