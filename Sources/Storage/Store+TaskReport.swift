package import Domain
import GRDB

/// Everything there is about a task, for operators: no secrets, no addresses of clients but in the
/// callbacks.
package struct TaskReport: Sendable, Equatable {
    /// An entry of the ledger that is about the task.
    package struct Payment: Sendable, Equatable {
        package var kind: String
        package var attempt: Int
        /// What it added to the user's quota.
        package var amount: Int64
        package var tokenID: TokenID?
        package var note: String
        package var createdAt: Milliseconds
    }

    package struct Picture: Sendable, Equatable {
        /// Nil: it is still to be fetched.
        package var archived: ArchivedPicture?
        package var attempts: Int
        package var retryAt: Milliseconds
    }

    package struct Cancellation: Sendable, Equatable {
        package var attempts: Int
        /// Nil: the channel's id is not known yet.
        package var nextAttemptAt: Milliseconds?
    }

    package var task: MidjourneyTask
    package var details: TaskDetails
    package var owner: String
    package var token: String?
    package var channel: String?
    package var answerDescription: String
    /// Oldest first.
    package var payments: [Payment]
    package var picture: Picture?
    /// Ends that receivers are still to be told, or that were given up.
    package var callbacks: [Callback]
    /// The channel is still to be told that the task is not wanted any more.
    package var cancellation: Cancellation?
}

extension Store {
    /// Nil: there is no such task.
    package func report(on mjID: String) throws(StorageError) -> TaskReport? {
        try read("read a task's report") { try $0.report(on: mjID) }
    }
}

extension Database {
    func report(on mjID: String) throws -> TaskReport? {
        guard let (task, details) = try task(mjID, owner: nil) else { return nil }
        func name(_ sql: String, _ id: Int64?) throws -> String? {
            guard let id else { return nil }
            return try selectOne(sql, id) { $0.text(0) }
        }
        return TaskReport(
            task: task,
            details: details,
            owner: try name("SELECT name FROM users WHERE id = ?", task.userID) ?? "",
            token: try name("SELECT name FROM tokens WHERE id = ?", task.tokenID),
            channel: try name("SELECT name FROM channels WHERE id = ?", task.channelID),
            answerDescription: try name(
                "SELECT answer_description FROM task_details WHERE task_id = ?",
                task.id
            ) ?? "",
            payments: try payments(for: task.id),
            picture: try selectOne(
                "SELECT path, media_type, attempts, retry_at FROM pictures WHERE task_id = ?",
                task.id
            ) { row in
                TaskReport.Picture(
                    archived: row.optionalText(0).map {
                        ArchivedPicture(path: $0, mediaType: row.text(1))
                    },
                    attempts: Int(row.integer(2)),
                    retryAt: row.integer(3)
                )
            },
            callbacks: try select(CallbackSQL.ofTask, task.id, row: CallbackSQL.callback)
                .sorted { $0.id < $1.id },
            cancellation: try selectOne(
                "SELECT attempts, next_attempt_at FROM cancellations WHERE task_id = ?",
                task.id
            ) { row in
                TaskReport.Cancellation(
                    attempts: Int(row.integer(0)),
                    nextAttemptAt: row.optionalInteger(1)
                )
            }
        )
    }

    private func payments(for task: Int64) throws -> [TaskReport.Payment] {
        let numbered = try select(
            """
            SELECT number, kind, attempt, amount, token_id, note, created_at \
            FROM ledger INDEXED BY ledger_once WHERE task_id = ?
            """,
            task
        ) { row in
            let payment = TaskReport.Payment(
                kind: row.text(1),
                attempt: Int(row.integer(2)),
                amount: row.integer(3),
                tokenID: row.optionalInteger(4),
                note: row.text(5),
                createdAt: row.integer(6)
            )
            return (number: row.integer(0), payment: payment)
        }
        return numbered.sorted { $0.number < $1.number }.map(\.payment)
    }
}
