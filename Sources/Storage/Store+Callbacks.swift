package import Domain
import GRDB

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

    package init(
        id: Int64,
        mjID: String,
        userID: UserID,
        url: String,
        createdAt: Milliseconds,
        attempts: Int = 0,
        nextAttemptAt: Milliseconds,
        lastError: String = "",
        hasFailed: Bool = false
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
    }
}

extension Store {
    /// Up to `limit` callbacks that are due by `now`, oldest due first.
    package func dueCallbacks(limit: Int, now: Milliseconds)
        async throws(StorageError) -> [Callback]
    {
        try await read("read due callbacks") { try $0.dueCallbacks(limit: limit, now: now) }
    }

    /// The tasks there are among `mjIDs`, whoever owns them, and the API key that
    /// submitted each, which signs its callbacks; nil: it is gone.
    package func callbackTasks(_ mjIDs: [String]) async throws(StorageError)
        -> [(task: MidjourneyTask, details: TaskDetails, tokenHash: TokenHash?)]
    {
        try await read("read tasks of callbacks") { database in
            try mjIDs.compactMap { try database.callbackTask($0) }
        }
    }

    /// The receiver has it: the row goes.
    package func recordCallback(_ id: Int64) async throws(StorageError) {
        try await write("record a callback") { transaction in
            _ = try transaction.run("DELETE FROM callbacks WHERE id = ?", [id])
        }
    }

    /// The attempt failed: try again at `retryAt`, or give it up (nil).
    ///
    /// - Parameter error: is shown to operators; never holds addresses of clients.
    package func recordCallbackFailure(_ id: Int64, error: String, retryAt: Milliseconds?)
        async throws(StorageError)
    {
        try await write("record a callback's failure") { [clock] transaction in
            _ = try transaction.run(
                """
                UPDATE callbacks SET attempts = attempts + 1, last_error = ?1, \
                next_attempt_at = coalesce(?2, next_attempt_at), failed_at = iif(?2 IS NULL, ?3, NULL) \
                WHERE id = ?4
                """,
                [error, retryAt, clock.now(), id]
            )
        }
    }

    /// Lets other callbacks go first: these are due again at `time`. No attempt was made.
    package func postponeCallbacks(_ ids: [Int64], to time: Milliseconds)
        async throws(StorageError)
    {
        try await write("postpone callbacks") { transaction in
            for id in ids {
                try transaction.run(
                    "UPDATE callbacks SET next_attempt_at = ?1 WHERE id = ?2 AND failed_at IS NULL",
                    [time, id]
                )
            }
        }
    }

    /// Forgets callbacks that were given up and created before `time`.
    package func removeFailedCallbacks(createdBefore time: Milliseconds)
        async throws(StorageError) -> Int
    {
        try await write("remove failed callbacks") { try $0.run(CallbackSQL.removeFailed, [time]) }
    }

    /// For operators, newest first: all that are not delivered, or only those given up.
    package func callbacks(onlyFailed: Bool, limit: Int) throws(StorageError) -> [Callback] {
        try read("read callbacks") { try $0.callbacks(onlyFailed: onlyFailed, limit: limit) }
    }

    /// Makes callbacks due at once, with a new day of attempts: these, or all that were given up
    /// (nil). Throws ``StorageError/notFound(what:)`` when one of them is not there (any more), and
    /// changes nothing then.
    ///
    /// - Returns: how many.
    package func retryCallbacks(_ ids: [Int64]?) throws(StorageError) -> Int {
        try write("retry callbacks") { [clock] transaction in
            let now = clock.now()
            guard let ids else { return try transaction.run(CallbackSQL.retryFailed, [now]) }
            let distinct = Set(ids)
            for id in distinct where try transaction.run(CallbackSQL.retry, [now, id]) == 0 {
                throw StorageError.notFound(what: "callback \(id)")
            }
            return distinct.count
        }
    }
}

extension Database {
    func dueCallbacks(limit: Int, now: Milliseconds) throws -> [Callback] {
        try select(CallbackSQL.due, now, limit, row: CallbackSQL.callback)
    }

    func callbacks(onlyFailed: Bool, limit: Int) throws -> [Callback] {
        try select(
            onlyFailed ? CallbackSQL.newestFailed : CallbackSQL.newest,
            limit,
            row: CallbackSQL.callback
        )
    }

    func callbackTask(_ mjID: String) throws
        -> (task: MidjourneyTask, details: TaskDetails, tokenHash: TokenHash?)?
    {
        try selectOne(TaskSQL.callbackTask, mjID) { row in
            let (task, details) = try TaskRow.taskWithDetails(row)
            return (task, details, row.tokenHash(TaskRow.columnAfterDetails))
        }
    }
}

extension RawRow {
    /// Nil for NULL.
    func tokenHash(_ column: CInt) -> TokenHash? {
        let bytes = blob(column)
        return bytes.isEmpty ? nil : TokenHash(bytes: bytes)
    }
}
