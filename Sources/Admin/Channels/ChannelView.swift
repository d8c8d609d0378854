import Administration
import Domain
import Storage

/// A channel as commands show it: never with its secret.
struct ChannelView: Encodable {
    enum State: String, Encodable {
        case enabled, disabled
        case disabledAutomatically = "disabled_automatically"
    }

    struct Health: Encodable {
        let failures: Int
        let reason: String
        let failedAt: Milliseconds
        /// null: not failed often enough to get no new tasks.
        let disabledAt: Milliseconds?
        let nextTrialAt: Milliseconds?

        private enum CodingKeys: CodingKey {
            case failures, reason, failedAt, disabledAt, nextTrialAt
        }

        /// Every key is always there, hence not the synthesised form, which leaves out nil.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(failures, forKey: .failures)
            try container.encode(reason, forKey: .reason)
            try container.encode(failedAt, forKey: .failedAt)
            try container.encode(disabledAt, forKey: .disabledAt)
            try container.encode(nextTrialAt, forKey: .nextTrialAt)
        }
    }

    let id: ChannelID
    let name: String
    let url: String
    /// An administrator's.
    let status: Channel.Status
    let statusReason: String
    /// What comes of it and of the health.
    let state: State
    let priority: Int
    let weight: Int
    let hasSecret: Bool
    /// Empty: all; so with the next two.
    let groups: [String]
    let actions: [String]
    let modes: [String]
    let inFlight: Int
    let inFlightLimit: Int?
    let waiting: Int
    let health: Health?

    init(_ state: ChannelState) {
        let channel = state.channel
        id = channel.id
        name = channel.name
        url = channel.baseURL
        status = channel.status
        statusReason = channel.statusReason
        self.state =
            switch channel.status {
            case .disabled: .disabled
            case .enabled: channel.isOpen ? .disabledAutomatically : .enabled
            }
        priority = channel.priority
        weight = channel.weight
        hasSecret = !channel.secret.isEmpty
        groups = channel.service.groups
        actions = channel.service.actions.map(\.rawValue)
        modes = channel.service.modes.map(\.rawValue)
        inFlight = state.inFlight
        inFlightLimit = channel.inFlightLimit
        waiting = state.waiting
        health = channel.health.map { health in
            Health(
                failures: health.failures,
                reason: health.reason,
                failedAt: health.failedAt,
                disabledAt: health.opening?.since,
                nextTrialAt: health.opening?.trialAt
            )
        }
    }

    private enum CodingKeys: CodingKey {
        case id, name, url, status, statusReason, state, priority, weight, hasSecret, groups,
            actions, modes, inFlight, inFlightLimit, waiting, health
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(url, forKey: .url)
        try container.encode(status, forKey: .status)
        try container.encode(statusReason, forKey: .statusReason)
        try container.encode(state, forKey: .state)
        try container.encode(priority, forKey: .priority)
        try container.encode(weight, forKey: .weight)
        try container.encode(hasSecret, forKey: .hasSecret)
        try container.encode(groups, forKey: .groups)
        try container.encode(actions, forKey: .actions)
        try container.encode(modes, forKey: .modes)
        try container.encode(inFlight, forKey: .inFlight)
        try container.encode(inFlightLimit, forKey: .inFlightLimit)
        try container.encode(waiting, forKey: .waiting)
        try container.encode(health, forKey: .health)
    }
}
