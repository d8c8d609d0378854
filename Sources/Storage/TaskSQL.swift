/// The statements that read single tasks and the unfinished ones.
enum TaskSQL {
    static let task = """
        SELECT \(TaskRow.columns) FROM tasks t INDEXED BY tasks_mj_id WHERE t.mj_id = ?
        """

    static let taskWithDetails = """
        SELECT \(TaskRow.columns), \(TaskRow.detailColumns) \
        FROM tasks t INDEXED BY tasks_mj_id JOIN task_details d ON d.task_id = t.id \
        WHERE t.mj_id = ?
        """

    static let picture = """
        SELECT p.path, p.media_type \
        FROM tasks t INDEXED BY tasks_mj_id JOIN pictures p ON p.task_id = t.id \
        WHERE t.mj_id = ? AND p.path IS NOT NULL
        """

    static let unfinished = """
        SELECT \(TaskRow.columns) FROM tasks t INDEXED BY tasks_unfinished WHERE t.finished = 0
        """

    static let pendingPictures = """
        SELECT t.mj_id, t.user_id, t.channel_id, p.url, p.attempts, t.finish_time \
        FROM pictures p INDEXED BY pictures_pending \
        CROSS JOIN tasks t INDEXED BY tasks_id ON t.id = p.task_id \
        WHERE p.path IS NULL AND p.retry_at <= ? ORDER BY p.retry_at LIMIT ?
        """
}
