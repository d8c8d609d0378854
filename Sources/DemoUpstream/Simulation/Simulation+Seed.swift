import Domain

extension Simulation {
    enum SeedReply: Equatable {
        case seed(String)
        case unknown
        /// The task has no picture, or not yet.
        case noPicture
        case noPrivateChannel
        case failed(SeedSettings.SeedError)
    }

    /// What the bot says about a picture, and keeps from then on.
    mutating func imageSeed(_ id: String, at now: Milliseconds) -> SeedReply {
        guard let task = task(id) else { return .unknown }
        guard task.view(at: now).isSuccess, task.order.picture != .none else { return .noPicture }
        guard settings.seed.hasPrivateChannel else { return .noPrivateChannel }
        if let error = settings.seed.error { return .failed(error) }
        _ = change(id) { $0.isSeedKnown = true }
        return .seed(task.pictureSeed)
    }
}
