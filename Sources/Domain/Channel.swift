/// A midjourney-proxy server that tasks are sent to.
package struct Channel: Sendable, Equatable {
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
    /// Higher goes first.
    package var priority: Int

    package init(
        id: ChannelID,
        name: String,
        baseURL: String,
        secret: String,
        status: Status = .enabled,
        priority: Int = 0
    ) {
        self.id = id
        self.name = name
        self.baseURL = baseURL
        self.secret = secret
        self.status = status
        self.priority = priority
    }
}
