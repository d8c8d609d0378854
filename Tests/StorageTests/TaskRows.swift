import Domain
import GRDB

extension Database {
    /// A row as the store makes it, without charge: for many of them at once.
    func insertTask(
        user: UserID,
        userOrdinal: Int,
        ordinal: Int,
        id: Int64,
        channel: ChannelID,
        submitTime: Milliseconds,
        status: TaskStatus = .success
    ) throws {
        try cachedStatement(
            sql: """
                INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, channel_id, action, \
                status, finished, progress, prompt, submit_time) \
                VALUES (?, ?, ?, ?, ?, ?, 'IMAGINE', ?, ?, ?, 'a cat in a hat', ?)
                """
        ).execute(arguments: [
            user, userOrdinal, id, ordinal, "task-\(id)", channel, status.rawValue,
            status.isTerminal, status == .success ? 100 : 0, submitTime,
        ])
        try cachedStatement(sql: "INSERT INTO task_details (task_id) VALUES (?)")
            .execute(arguments: [id])
    }
}
