package import Domain

/// A terminal state that a client is still to be told.
package struct Callback: Sendable, Equatable {
    /// Also the delivery id that the receiver sees: it stays the same over all attempts.
    package var id: Int64
    package var mjID: String
    package var userID: UserID
    package var url: String
    package var createdAt: Milliseconds
    package var attempts: Int
    package var nextAttemptAt: Milliseconds
    /// Why the last attempt failed; empty: none has.
    package var lastError: String
    /// Given up: only `mjtask callbacks retry` makes it due again.
    package var hasFailed: Bool
    /// Of the API key that submitted the task; nil: it is gone. Signs the delivery.
    package var tokenHash: TokenHash?

    package init(
        id: Int64,
        mjID: String,
        userID: UserID,
        url: String,
        createdAt: Milliseconds,
        attempts: Int = 0,
        nextAttemptAt: Milliseconds,
        lastError: String = "",
        hasFailed: Bool = false,
        tokenHash: TokenHash? = nil
    ) {
        self.id = id
        self.mjID = mjID
        self.userID = userID
        self.url = url
        self.createdAt = createdAt
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.lastError = lastError
        self.hasFailed = hasFailed
        self.tokenHash = tokenHash
    }
}

extension Store {
    /// Up to `limit` callbacks that are due by `now`, oldest due first.
    package func dueCallbacks(limit: Int, now: Milliseconds)
        async throws(StorageError) -> [Callback]
    {
        fatalError("stub")
    }

    /// The tasks there are among `mjIDs`, whoever owns them, and what signs their callbacks.
    package func callbackTasks(_ mjIDs: [String]) async throws(StorageError)
        -> [(task: MidjourneyTask, details: TaskDetails, tokenHash: TokenHash?)]
    {
        fatalError("stub")
    }

    /// The receiver has it: the row goes.
    package func recordCallback(_ id: Int64) async throws(StorageError) {
        fatalError("stub")
    }

    /// The attempt failed: try again at `retryAt`, or give it up (nil).
    package func recordCallbackFailure(_ id: Int64, error: String, retryAt: Milliseconds?)
        async throws(StorageError)
    {
        fatalError("stub")
    }

    /// Forgets callbacks that were given up and created before `time`.
    package func removeFailedCallbacks(createdBefore time: Milliseconds)
        async throws(StorageError) -> Int
    {
        fatalError("stub")
    }

    /// For operators, newest first: those that wait, or only those given up.
    package func callbacks(onlyFailed: Bool, limit: Int) throws(StorageError) -> [Callback] {
        fatalError("stub")
    }

    /// Makes callbacks due at once, with a new day of attempts: these, or all that were given up
    /// (nil).
    ///
    /// - Returns: how many.
    package func retryCallbacks(_ ids: [Int64]?) throws(StorageError) -> Int {
        fatalError("stub")
    }
}
