package import Domain

/// A task that is about to be sent to a channel.
package struct NewTask: Sendable, Equatable {
    package var userID: UserID
    package var tokenID: TokenID
    package var channelID: ChannelID
    package var action: TaskAction
    package var mode: SpeedMode?
    package var prompt: String
    package var details: TaskDetails

    package init(
        userID: UserID, tokenID: TokenID, channelID: ChannelID, action: TaskAction,
        mode: SpeedMode? = nil, prompt: String, details: TaskDetails
    ) {
        self.userID = userID
        self.tokenID = tokenID
        self.channelID = channelID
        self.action = action
        self.mode = mode
        self.prompt = prompt
        self.details = details
    }
}

package enum AcceptOutcome: Sendable, Equatable {
    /// Durable and paid for.
    case accepted(MidjourneyTask)
    case insufficientQuota
    /// No price is set for the action.
    case unpriced
    /// The user was disabled or the token revoked since it was authenticated.
    case credentialWithdrawn
}

extension Store {
    /// Step 2 of a submit, one transaction: takes the price (action, mode, group's ratio) from the
    /// user's quota, and the token's if it has one, only if it suffices; gives out id, ordinals
    /// and submit time; inserts the task as NOT_START; writes the ledger.
    package func accept(_ task: NewTask) throws(StorageError) -> AcceptOutcome {
        fatalError("stub")
    }

    /// Commits that the task is now tried on another channel, before it is sent there.
    package func moveToChannel(_ channelID: ChannelID, mjID: String) throws(StorageError) {
        fatalError("stub")
    }

    /// Step 4 after an acceptance: keeps the channel's id; does not touch a finished task.
    package func recordAcceptance(
        mjID: String, upstreamID: String, code: Int, description: String, status: TaskStatus
    ) throws(StorageError) {
        fatalError("stub")
    }

    /// Step 4 after a refusal: FAILURE with its reason, and the refund. Does nothing to a finished
    /// task.
    package func recordRefusal(mjID: String, code: Int, reason: String) throws(StorageError) {
        fatalError("stub")
    }
}
