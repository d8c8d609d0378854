package import Domain

/// The order in which channels are asked to take a task.
package enum ChannelChoice {
    /// The enabled ones, higher priority first, in a new random order among equals.
    package static func order(
        _ channels: [Channel],
        using generator: inout some RandomNumberGenerator
    ) -> [Channel] {
        // The sort is stable, so that equals keep the shuffled order.
        channels.filter { $0.status == .enabled }
            .shuffled(using: &generator)
            .sorted { $0.priority > $1.priority }
    }
}
