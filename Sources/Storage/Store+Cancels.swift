package import Domain

package enum CancelOutcome: Sendable, Equatable {
    /// CANCEL and refunded; the poller tells the channel.
    case cancelled(MidjourneyTask)
    case alreadyEnded(MidjourneyTask)
    /// No such task, or not this user's.
    case unknown
}

/// A channel that is still to be told that its task is not wanted any more.
package struct PendingCancellation: Sendable, Equatable {
    package var mjID: String
    package var channelID: ChannelID
    package var upstreamID: String
    package var attempts: Int
    package var createdAt: Milliseconds

    package init(
        mjID: String,
        channelID: ChannelID,
        upstreamID: String,
        attempts: Int,
        createdAt: Milliseconds
    ) {
        self.mjID = mjID
        self.channelID = channelID
        self.upstreamID = upstreamID
        self.attempts = attempts
        self.createdAt = createdAt
    }
}

extension Store {
    /// Ends one of the owner's tasks as CANCEL, with refund and callback, and queues a
    /// cancellation for its channel, which is due as soon as the channel's id is known.
    package func cancel(_ mjID: String, owner: UserID) throws(StorageError) -> CancelOutcome {
        fatalError("stub")
    }

    /// Up to `limit` cancellations that are due by `now` and whose channel's id is known.
    package func dueCancellations(limit: Int, now: Milliseconds)
        async throws(StorageError) -> [PendingCancellation]
    {
        fatalError("stub")
    }

    /// The channel was told.
    package func recordCancellation(of mjID: String) async throws(StorageError) {
        fatalError("stub")
    }

    /// The channel could not be told: try again at `retryAt`, or never (nil).
    package func recordCancellationFailure(of mjID: String, retryAt: Milliseconds?)
        async throws(StorageError)
    {
        fatalError("stub")
    }
}
