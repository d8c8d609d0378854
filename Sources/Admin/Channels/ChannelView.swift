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
        @OrNull var disabledAt: Milliseconds?
        @OrNull var nextTrialAt: Milliseconds?
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
    @OrNull var inFlightLimit: Int?
    let waiting: Int
    @OrNull var health: Health?

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
}
