package import Domain
import GRDB

package enum TaskRefundOutcome: Sendable, Equatable {
    /// So much was given back.
    case refunded(Int64)
    /// Nothing was paid here, or it was given back before.
    case wasFree
    /// It may still end, with or without a refund.
    case unfinished
    case unknown
}

package enum FailOutcome: Sendable, Equatable {
    /// FAILURE and refunded; the poller tells the channel.
    case failed(MidjourneyTask)
    case alreadyEnded(MidjourneyTask)
    case unknown
}

/// What an administrator does to money and tasks.
extension Store {
    /// Adds to a user's quota.
    @discardableResult
    package func grantQuota(userID: UserID, by amount: Int64, note: String = "")
        throws(StorageError) -> User
    {
        guard amount > 0 else { throw .invalid(what: "amount", reason: "must be positive") }
        return try change(.grant, userID: userID, by: amount, note: note)
    }

    /// Corrects a user's quota, never below zero.
    @discardableResult
    package func adjustQuota(userID: UserID, by amount: Int64, note: String)
        throws(StorageError) -> User
    {
        guard amount != 0 else { throw .invalid(what: "amount", reason: "must not be 0") }
        return try change(.adjust, userID: userID, by: amount, note: note)
    }

    private func change(
        _ kind: WriteTransaction.Deposit,
        userID: UserID,
        by amount: Int64,
        note: String
    ) throws(StorageError) -> User {
        try checkNote(note, called: "the note")
        return try write("change a user's quota") { [clock] transaction in
            try transaction.deposit(amount, as: kind, for: userID, note: note, at: clock.now())
            transaction.touch(userID)
            guard let user = try transaction.database.user(userID) else {
                throw StorageError.notFound(what: "user")
            }
            return user
        }
    }

    /// Gives back what a finished task cost; its state stays, and it is shown as free.
    package func refundTask(mjID: String, note: String) throws(StorageError) -> TaskRefundOutcome {
        try checkNote(note, called: "the note")
        return try write("refund a task") { [clock] transaction in
            guard let task = try transaction.database.task(mjID) else { return .unknown }
            guard task.status.isTerminal else { return .unfinished }
            let amount = try transaction.refund(
                .task(task.id, attempt: task.attempt),
                note: note,
                at: clock.now()
            )
            // What an imported task cost was paid elsewhere, and stays as it was.
            guard amount > 0 else { return .wasFree }
            try transaction.run("UPDATE tasks SET quota = 0 WHERE id = ?", [task.id])
            transaction.touch(task.userID)
            return .refunded(amount)
        }
    }

    /// Ends an unfinished task as FAILURE, with refund and callback, and queues a cancellation for
    /// its channel.
    package func failTask(mjID: String, reason: String) throws(StorageError) -> FailOutcome {
        try checkNote(reason, called: "the reason")
        return try write("fail a task") { [clock] transaction in
            guard let task = try transaction.database.task(mjID) else { return .unknown }
            guard !task.status.isTerminal else { return .alreadyEnded(task) }
            try transaction.abandon(task, as: .failure, reason: reason, at: clock.now())
            return .failed(try transaction.database.task(mjID) ?? task)
        }
    }
}
