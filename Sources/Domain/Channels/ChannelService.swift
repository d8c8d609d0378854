/// What a channel is there for: whose tasks, which kinds, which speed modes.
package struct ChannelService: Sendable, Equatable {
    /// Of who pays; empty: all.
    package var groups: [String]
    /// Empty: all.
    package var actions: [TaskAction]
    /// Empty: all.
    package var modes: [SpeedMode]

    package static let everything = ChannelService()

    package init(groups: [String] = [], actions: [TaskAction] = [], modes: [SpeedMode] = []) {
        self.groups = groups
        self.actions = actions
        self.modes = modes
    }

    /// A task that asks for no mode is drawn in the channel's own, whichever that is. One that
    /// leaves the choice among several is paid for the dearest, so that must be served, too.
    package func covers(_ demand: ChannelDemand) -> Bool {
        (groups.isEmpty || groups.contains(demand.group))
            && (actions.isEmpty || actions.contains(demand.action))
            && (modes.isEmpty || demand.modes.isSubset(of: modes))
    }
}

/// What a new task asks of a channel.
package struct ChannelDemand: Sendable, Equatable {
    package var group: String
    package var action: TaskAction
    /// Any of these; empty: none is asked for.
    package var modes: Set<SpeedMode>

    /// - Parameter possibleModes: where the channel may choose one of several.
    package init(
        group: String,
        action: TaskAction,
        mode: SpeedMode?,
        possibleModes: Set<SpeedMode> = []
    ) {
        self.group = group
        self.action = action
        modes = possibleModes.isEmpty ? Set(mode.map { [$0] } ?? []) : possibleModes
    }
}
