/// The statements of the lists. Each names the index it walks: SQLite refuses a statement whose
/// index cannot be used (https://www.sqlite.org/lang_indexedby.html), so that no later change of
/// the schema or of statistics turns a look-up into a scan.
enum ListSQL {
    /// The largest ordinal is the number of the user's tasks.
    static let userNewest = "SELECT max(user_ordinal) FROM tasks WHERE user_id = ?"

    static let userFirstSince = """
        SELECT user_ordinal FROM tasks INDEXED BY tasks_user_time \
        WHERE user_id = ? AND submit_time >= ? ORDER BY submit_time, user_ordinal LIMIT 1
        """

    static let userLastUntil = """
        SELECT user_ordinal FROM tasks INDEXED BY tasks_user_time \
        WHERE user_id = ? AND submit_time <= ? \
        ORDER BY submit_time DESC, user_ordinal DESC LIMIT 1
        """

    static let userPage = """
        SELECT \(TaskRow.columns) FROM tasks t \
        WHERE t.user_id = ? AND t.user_ordinal BETWEEN ? AND ? ORDER BY t.user_ordinal DESC
        """

    static let userPageWithDetails = """
        SELECT \(TaskRow.columns), \(TaskRow.detailColumns) \
        FROM tasks t CROSS JOIN task_details d ON d.task_id = t.id \
        WHERE t.user_id = ? AND t.user_ordinal BETWEEN ? AND ? ORDER BY t.user_ordinal DESC
        """

    /// Where a page begins. The index has only what waits, so the skipped are few.
    static let queuePageStart = """
        SELECT user_ordinal FROM tasks INDEXED BY tasks_queued \
        WHERE user_id = ? AND finished = 0 AND status <> 'MODAL' \
        ORDER BY user_ordinal LIMIT 1 OFFSET ?
        """

    static let queuePage = """
        SELECT \(TaskRow.columns), \(TaskRow.detailColumns) \
        FROM tasks t INDEXED BY tasks_queued CROSS JOIN task_details d ON d.task_id = t.id \
        WHERE t.user_id = ? AND t.finished = 0 AND t.status <> 'MODAL' AND t.user_ordinal >= ? \
        ORDER BY t.user_ordinal LIMIT ?
        """

    static let newest = "SELECT max(ordinal) FROM tasks INDEXED BY tasks_ordinal"

    static let firstSince = """
        SELECT ordinal FROM tasks INDEXED BY tasks_time \
        WHERE submit_time >= ? ORDER BY submit_time, ordinal LIMIT 1
        """

    static let lastUntil = """
        SELECT ordinal FROM tasks INDEXED BY tasks_time \
        WHERE submit_time <= ? ORDER BY submit_time DESC, ordinal DESC LIMIT 1
        """

    static let everyonePage = """
        SELECT \(TaskRow.columns) FROM tasks t INDEXED BY tasks_ordinal \
        WHERE t.ordinal BETWEEN ? AND ? ORDER BY t.ordinal DESC
        """

    static let channelCount = """
        SELECT count(*) FROM tasks INDEXED BY tasks_channel \
        WHERE channel_id = ? AND ordinal BETWEEN ? AND ?
        """

    /// Where a page begins: skips on the index alone.
    static let channelPageStart = """
        SELECT ordinal FROM tasks INDEXED BY tasks_channel \
        WHERE channel_id = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal DESC LIMIT 1 OFFSET ?
        """

    static let channelPage = """
        SELECT \(TaskRow.columns) FROM tasks t INDEXED BY tasks_channel \
        WHERE t.channel_id = ? AND t.ordinal BETWEEN ? AND ? ORDER BY t.ordinal DESC LIMIT ?
        """

    static let ordinal = "SELECT ordinal FROM tasks INDEXED BY tasks_id WHERE id = ?"

    static let userOrdinal = "SELECT user_ordinal FROM tasks INDEXED BY tasks_id WHERE id = ?"
}
