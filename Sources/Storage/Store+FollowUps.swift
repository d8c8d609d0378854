package import Domain

/// What became of a modal call's first transaction.
package enum ModalOutcome: Sendable, Equatable {
    /// Paid for and marked as sent; the task is still MODAL until the answer is recorded.
    case begun(MidjourneyTask)
    case insufficientQuota
    case unpriced
    case credentialWithdrawn
    /// An earlier modal call waits for its answer.
    case alreadySent(MidjourneyTask)
    /// The task is not, or no longer, MODAL.
    case notModal(MidjourneyTask)
    /// No such task, or not this user's.
    case unknown
}

/// What became of an answer that was to be recorded.
package enum AcceptanceOutcome: Sendable, Equatable {
    case recorded
    /// The task had ended (deadline, cancel). Its channel's id is kept, so that the channel can be
    /// told.
    case alreadyEnded
}

/// The price of a modal call, what its client wants changed, and who pays.
package struct ModalCall: Sendable, Equatable {
    package var mjID: String
    package var userID: UserID
    package var tokenID: TokenID
    /// Replaces the task's prompt once the channel has accepted; empty: the old one stays.
    package var prompt: String
    /// Replaces those of the submit at once; empty: the old ones stay.
    package var state: String
    package var notifyHook: String

    package init(
        mjID: String,
        userID: UserID,
        tokenID: TokenID,
        prompt: String = "",
        state: String = "",
        notifyHook: String = ""
    ) {
        self.mjID = mjID
        self.userID = userID
        self.tokenID = tokenID
        self.prompt = prompt
        self.state = state
        self.notifyHook = notifyHook
    }
}

extension Store {
    /// First transaction of a modal call: takes the price of the action MODAL as the task's next
    /// attempt, and marks the call as sent.
    package func beginModal(_ call: ModalCall) throws(StorageError) -> ModalOutcome {
        fatalError("stub")
    }

    /// The channel took the modal call: SUBMITTED, from now on polled.
    package func recordModalAcceptance(
        of call: ModalCall,
        code: Int,
        description: String
    ) throws(StorageError) -> AcceptanceOutcome {
        fatalError("stub")
    }

    /// The channel refused the modal call: its charge is given back, the task waits on as MODAL.
    package func recordModalRefusal(mjID: String, code: Int, description: String)
        throws(StorageError)
    {
        fatalError("stub")
    }

    /// Keeps the seed of a finished picture.
    package func recordSeed(_ seed: String, of mjID: String) throws(StorageError) {
        fatalError("stub")
    }

    /// Keeps what the channel's hook said is its id of a task whose answer has not come. The
    /// poller verifies it before it counts. Does nothing to a task that has its id.
    package func recordHookedID(_ upstreamID: String, of mjID: String) throws(StorageError) {
        fatalError("stub")
    }
}
