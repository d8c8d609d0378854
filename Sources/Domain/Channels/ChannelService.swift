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

    /// A task that asks for no mode is drawn in the channel's own, whichever that is.
    package func covers(_ demand: ChannelDemand) -> Bool {
        (groups.isEmpty || groups.contains(demand.group))
            && (actions.isEmpty || actions.contains(demand.action))
            && (modes.isEmpty || demand.mode.map(modes.contains) ?? true)
    }
}

/// What a new task asks of a channel.
package struct ChannelDemand: Sendable, Equatable {
    package var group: String
    package var action: TaskAction
    package var mode: SpeedMode?

    package init(group: String, action: TaskAction, mode: SpeedMode?) {
        self.group = group
        self.action = action
        self.mode = mode
    }
}
