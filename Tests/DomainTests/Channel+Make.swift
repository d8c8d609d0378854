import Domain

extension ChannelLoad {
    /// A channel that takes everything, so that a test states only what it is about.
    static func make(
        _ id: ChannelID,
        inFlight: Int = 0,
        status: Channel.Status = .enabled,
        priority: Int = 0,
        weight: Int = 1,
        service: ChannelService = .everything,
        limit: Int? = nil,
        health: ChannelHealth? = nil
    ) -> ChannelLoad {
        let channel = Channel(
            id: id,
            name: "\(id)",
            baseURL: "http://127.0.0.1",
            secret: "",
            status: status,
            priority: priority,
            weight: weight,
            service: service,
            inFlightLimit: limit,
            health: health
        )
        return ChannelLoad(channel, inFlight: inFlight)
    }
}

extension ChannelDemand {
    static func make(
        group: String = "default",
        action: TaskAction = .imagine,
        mode: SpeedMode? = nil
    ) -> ChannelDemand {
        ChannelDemand(group: group, action: action, mode: mode)
    }
}

extension ChannelHealth {
    static func open(trialAt: Milliseconds) -> ChannelHealth {
        ChannelHealth(
            failures: 5,
            reason: "timed out",
            failedAt: 0,
            opening: .init(since: 0, trialAt: trialAt)
        )
    }
}
