package import Domain
import GRDB

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
        try write("cancel a task") { [clock] in
            try $0.cancel(mjID, owner: owner, at: clock.now())
        }
    }

    /// Up to `limit` cancellations that are due by `now` and whose channel's id is known.
    package func dueCancellations(limit: Int, now: Milliseconds)
        async throws(StorageError) -> [PendingCancellation]
    {
        try await read("read due cancellations") {
            try $0.dueCancellations(limit: limit, now: now)
        }
    }

    /// The channel was told. Does nothing when the cancellation was renewed meanwhile.
    package func recordCancellation(_ cancellation: PendingCancellation)
        async throws(StorageError)
    {
        try await write("record a cancellation") { try $0.drop(cancellation) }
    }

    /// The channel could not be told: try again at `retryAt`, or never (nil). Does nothing when the
    /// cancellation was renewed meanwhile.
    package func recordFailure(of cancellation: PendingCancellation, retryAt: Milliseconds?)
        async throws(StorageError)
    {
        try await write("record a cancellation's failure") { transaction in
            guard let retryAt else { return try transaction.drop(cancellation) }
            try transaction.run(
                """
                UPDATE cancellations SET attempts = attempts + 1, next_attempt_at = ?1 \
                WHERE task_id = (SELECT id FROM tasks WHERE mj_id = ?2) AND created_at = ?3
                """,
                [retryAt, cancellation.mjID, cancellation.createdAt]
            )
        }
    }

    /// The channels' ids of these tasks were looked for in vain: nobody can be told.
    package func giveUpCancellations(of mjIDs: [String]) async throws(StorageError) {
        try await write("give up cancellations") { transaction in
            for mjID in mjIDs { try transaction.dropCancellation(ofUnsent: mjID) }
        }
    }

    /// Forgets cancellations created before `time`: what is left of them can be told to nobody.
    package func removeCancellations(createdBefore time: Milliseconds)
        async throws(StorageError) -> Int
    {
        try await write("remove cancellations") { transaction in
            try transaction.run("DELETE FROM cancellations WHERE created_at < ?", [time])
        }
    }
}

extension Database {
    func dueCancellations(limit: Int, now: Milliseconds) throws -> [PendingCancellation] {
        try select(TaskSQL.dueCancellations, now, limit) { row in
            PendingCancellation(
                mjID: row.text(0),
                channelID: row.integer(1),
                upstreamID: row.text(2),
                attempts: Int(row.integer(3)),
                createdAt: row.integer(4)
            )
        }
    }
}

extension WriteTransaction {
    func cancel(_ mjID: String, owner: UserID, at now: Milliseconds) throws -> CancelOutcome {
        guard let task = try database.task(mjID, owner: owner)?.task else { return .unknown }
        guard !task.status.isTerminal else { return .alreadyEnded(task) }
        try abandon(task, as: .cancel, at: now)
        return .cancelled(try database.task(mjID, owner: owner)?.task ?? task)
    }

    /// Ends a task, with refund and callback, that its channel may be at work on: that one is to
    /// be told, as soon as its id is known.
    func abandon(
        _ task: MidjourneyTask,
        as status: TaskStatus,
        reason: String = "",
        at now: Milliseconds
    ) throws {
        let state = TaskCheckpoint(
            mjID: task.mjID,
            userID: task.userID,
            status: status,
            progress: task.progress,
            promptEn: "",
            startTime: 0
        )
        let ending = TaskEnding(
            state: state,
            isGivenUp: true,
            failReason: reason,
            finishTime: now
        )
        try end(task, by: ending, at: now)
        try run(
            "INSERT INTO cancellations (task_id, created_at, next_attempt_at) VALUES (?, ?, ?)",
            [task.id, now, task.upstreamID == nil ? nil : now]
        )
    }

    /// A task that ended before its channel's answer came: now the channel can be told.
    func keepID(_ upstreamID: String, ofEnded task: MidjourneyTask, at now: Milliseconds) throws {
        guard task.upstreamID == nil, !upstreamID.isEmpty else { return }
        try run("UPDATE tasks SET upstream_id = ? WHERE id = ?", [upstreamID, task.id])
        try renewCancellation(of: task.mjID, at: now)
        touch(task.userID)
    }

    /// Whether the channel is to be told as soon as its id is known.
    func isCancellationWaiting(for task: MidjourneyTask) throws -> Bool {
        try database.selectOne(
            "SELECT next_attempt_at IS NULL FROM cancellations WHERE task_id = ?",
            task.id
        ) { $0.bool(0) } ?? false
    }

    /// The channel never took the task: there is nothing to be told.
    func dropCancellation(ofUnsent mjID: String) throws {
        try run(
            """
            DELETE FROM cancellations WHERE next_attempt_at IS NULL \
            AND task_id = (SELECT id FROM tasks WHERE mj_id = ?)
            """,
            [mjID]
        )
    }

    /// If the task did not end by its channel's word, that is to be told now, whether or not it was
    /// told before.
    ///
    /// `created_at` says to who is just telling it that this is another cancellation.
    func renewCancellation(of mjID: String, at now: Milliseconds) throws {
        guard let task = try database.task(mjID), task.upstreamID != nil,
            try task.status == .cancel || isGivenUp(task)
        else { return }
        try run(
            """
            INSERT INTO cancellations (task_id, created_at, next_attempt_at) VALUES (?1, ?2, ?2) \
            ON CONFLICT (task_id) DO UPDATE SET attempts = 0, next_attempt_at = ?2, \
            created_at = max(?2, created_at + 1)
            """,
            [task.id, now]
        )
    }

    private func isGivenUp(_ task: MidjourneyTask) throws -> Bool {
        try database.selectOne("SELECT given_up FROM task_details WHERE task_id = ?", task.id) {
            $0.bool(0)
        } ?? false
    }

    fileprivate func drop(_ cancellation: PendingCancellation) throws {
        try run(
            """
            DELETE FROM cancellations \
            WHERE task_id = (SELECT id FROM tasks WHERE mj_id = ?) AND created_at = ?
            """,
            [cancellation.mjID, cancellation.createdAt]
        )
    }
}
