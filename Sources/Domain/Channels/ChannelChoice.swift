/// A channel and how many tasks are under way there.
package struct ChannelLoad: Sendable, Equatable {
    package var channel: Channel
    /// Exact up to the channel's limit; without one it is counted up to some number only.
    package var inFlight: Int

    package init(_ channel: Channel, inFlight: Int = 0) {
        self.channel = channel
        self.inFlight = inFlight
    }
}

/// Which channels are asked to take a task, and in which order.
///
/// Higher priority goes first. Among channels of one priority those of equal weight are a class,
/// and classes are drawn at random, in proportion to their summed weight; within a class the least
/// loaded goes first, in a random order among equals.
package struct ChannelChoice: Sendable, Equatable {
    /// Why a channel is not asked, from the farthest to the nearest to being asked.
    package enum Obstacle: Int, Sendable, Comparable, CaseIterable {
        /// By an administrator.
        case disabled
        /// Not for this group, action or mode.
        case unsuitable
        /// Disabled automatically, and not due for a trial.
        case resting
        /// At its in-flight limit.
        case full

        package static func < (left: Obstacle, right: Obstacle) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    package var order: [Channel]
    /// When there is nobody to ask: the nearest of all obstacles; nil: there are no channels.
    package var obstacle: Obstacle?

    package init(
        of loads: [ChannelLoad],
        for demand: ChannelDemand,
        at now: Milliseconds,
        using generator: inout some RandomNumberGenerator
    ) {
        var candidates: [ChannelLoad] = []
        var nearest: Obstacle?
        for load in loads {
            if let obstacle = Self.obstacle(of: load, for: demand, at: now) {
                nearest = max(nearest ?? obstacle, obstacle)
            } else {
                candidates.append(load)
            }
        }
        obstacle = candidates.isEmpty ? nearest : nil
        // Most installations have one.
        order =
            candidates.count < 2
            ? candidates.map(\.channel) : Self.order(candidates, using: &generator)
    }

    private static func obstacle(
        of load: ChannelLoad,
        for demand: ChannelDemand,
        at now: Milliseconds
    ) -> Obstacle? {
        let channel = load.channel
        guard channel.status == .enabled else { return .disabled }
        guard channel.service.covers(demand) else { return .unsuitable }
        if channel.health?.isResting(at: now) ?? false { return .resting }
        if let limit = channel.inFlightLimit, load.inFlight >= limit { return .full }
        return nil
    }

    private static func order(
        _ candidates: [ChannelLoad],
        using generator: inout some RandomNumberGenerator
    ) -> [Channel] {
        let priorities = Dictionary(grouping: candidates, by: \.channel.priority)
        var order: [Channel] = []
        for (_, equals) in priorities.sorted(by: { $0.key > $1.key }) {
            // In a fixed order, so that a seed decides.
            var classes = Dictionary(grouping: equals, by: \.channel.weight)
                .sorted { $0.key > $1.key }
            while !classes.isEmpty {
                let weights = classes.map { $0.key * $0.value.count }
                let drawn = classes.remove(at: draw(weights, using: &generator))
                // The sort is stable, so that equals keep the shuffled order.
                order += drawn.value.shuffled(using: &generator)
                    .sorted { $0.inFlight < $1.inFlight }
                    .map(\.channel)
            }
        }
        return order
    }

    /// An index, each with the probability of its weight.
    private static func draw(
        _ weights: [Int],
        using generator: inout some RandomNumberGenerator
    ) -> Int {
        var rest = Int.random(in: 0..<weights.reduce(0, +), using: &generator)
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        preconditionFailure("weights are positive")
    }
}
