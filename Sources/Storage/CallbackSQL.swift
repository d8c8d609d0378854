/// The statements of the queue of callbacks. Like those of the lists, each names the index it walks.
enum CallbackSQL {
    private static let columns = """
        c.id, t.mj_id, t.user_id, c.url, c.created_at, c.attempts, c.next_attempt_at, \
        c.last_error, c.failed_at
        """

    private static let joins = """
        CROSS JOIN tasks t INDEXED BY tasks_id ON t.id = c.task_id
        """

    /// Those given up are not in the index, however many they are.
    static let due = """
        SELECT \(columns) FROM callbacks c INDEXED BY callbacks_due \(joins) \
        WHERE c.failed_at IS NULL AND c.next_attempt_at <= ? \
        ORDER BY c.next_attempt_at, c.id LIMIT ?
        """

    static let newest = """
        SELECT \(columns) FROM callbacks c \(joins) ORDER BY c.id DESC LIMIT ?
        """

    static let newestFailed = """
        SELECT \(columns) FROM callbacks c INDEXED BY callbacks_failed \(joins) \
        WHERE c.failed_at IS NOT NULL ORDER BY c.created_at DESC, c.id DESC LIMIT ?
        """

    static let ofTask = """
        SELECT \(columns) FROM callbacks c INDEXED BY callbacks_of_task \(joins) WHERE c.task_id = ?
        """

    static let countPending = """
        SELECT count(*) FROM callbacks INDEXED BY callbacks_due WHERE failed_at IS NULL
        """

    static let countFailed = """
        SELECT count(*) FROM callbacks INDEXED BY callbacks_failed WHERE failed_at IS NOT NULL
        """

    static let removeFailed = """
        DELETE FROM callbacks INDEXED BY callbacks_failed \
        WHERE failed_at IS NOT NULL AND created_at < ?
        """

    static let retry = """
        UPDATE callbacks SET attempts = 0, created_at = ?1, next_attempt_at = ?1, \
        failed_at = NULL WHERE id = ?2
        """

    static let retryFailed = """
        UPDATE callbacks INDEXED BY callbacks_failed SET attempts = 0, created_at = ?1, next_attempt_at = ?1, \
        failed_at = NULL WHERE failed_at IS NOT NULL
        """

    static func callback(_ row: borrowing RawRow) -> Callback {
        Callback(
            id: row.integer(0),
            mjID: row.text(1),
            userID: row.integer(2),
            url: row.text(3),
            createdAt: row.integer(4),
            attempts: Int(row.integer(5)),
            nextAttemptAt: row.integer(6),
            lastError: row.text(7),
            hasFailed: row.optionalInteger(8) != nil
        )
    }
}
