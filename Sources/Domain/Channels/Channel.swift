/// A midjourney-proxy server that tasks are sent to.
package struct Channel: Sendable, Equatable {
    /// What an administrator wants of it; nothing else changes it.
    package enum Status: String, Sendable, Codable, CaseIterable {
        case enabled
        /// Gets no new tasks; those it has are followed to their end.
        case disabled
    }

    package var id: ChannelID
    package var name: String
    /// Without a trailing slash, such as `http://10.0.0.7:8080`; routes like `/mj/submit/imagine`
    /// are appended.
    package var baseURL: String
    /// Sent as `mj-api-secret` to this channel and no other. Empty: none. Never logged.
    package var secret: String
    package var status: Status
    /// Why an administrator disabled it; empty: not said.
    package var statusReason: String
    /// Higher goes first.
    package var priority: Int
    /// Its share among those of one priority; positive.
    package var weight: Int
    package var service: ChannelService
    /// The most tasks that may be under way there; nil: any number.
    package var inFlightLimit: Int?
    /// Nil: its last submit did not fail.
    package var health: ChannelHealth?

    package init(
        id: ChannelID,
        name: String,
        baseURL: String,
        secret: String,
        status: Status = .enabled,
        statusReason: String = "",
        priority: Int = 0,
        weight: Int = 1,
        service: ChannelService = .everything,
        inFlightLimit: Int? = nil,
        health: ChannelHealth? = nil
    ) {
        self.id = id
        self.name = name
        self.baseURL = baseURL
        self.secret = secret
        self.status = status
        self.statusReason = statusReason
        self.priority = priority
        self.weight = weight
        self.service = service
        self.inFlightLimit = inFlightLimit
        self.health = health
    }
}
