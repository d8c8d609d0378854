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

    static let modalPrompt = """
        SELECT d.modal_prompt \
        FROM tasks t INDEXED BY tasks_mj_id JOIN task_details d ON d.task_id = t.id \
        WHERE t.mj_id = ? AND t.modal_sent = 1
        """

    static let picture = """
        SELECT p.path, p.media_type \
        FROM tasks t INDEXED BY tasks_mj_id JOIN pictures p ON p.task_id = t.id \
        WHERE t.mj_id = ? AND p.path IS NOT NULL
        """

    /// What channels work on, and what waits for its user: each task is in one of both indexes.
    static let unfinished = """
        SELECT \(TaskRow.columns) FROM tasks t INDEXED BY tasks_in_flight \
        WHERE t.finished = 0 AND (t.status <> 'MODAL' OR t.modal_sent = 1) \
        UNION ALL \
        SELECT \(TaskRow.columns) FROM tasks t INDEXED BY tasks_waiting \
        WHERE t.status = 'MODAL' AND t.modal_sent = 0
        """

    /// Of a channel, counted up to the second argument.
    static let inFlight = """
        SELECT count(*) FROM (SELECT 1 FROM tasks INDEXED BY tasks_in_flight \
        WHERE channel_id = ? AND finished = 0 AND (status <> 'MODAL' OR modal_sent = 1) LIMIT ?)
        """

    /// Those of a channel that it is still to be told of: it draws until then. Counted up to the
    /// second argument.
    static let cancellationsOn = """
        SELECT count(*) FROM (SELECT 1 FROM cancellations c INDEXED BY cancellations_due \
        CROSS JOIN tasks t INDEXED BY tasks_id ON t.id = c.task_id \
        WHERE c.next_attempt_at IS NOT NULL AND t.channel_id = ? LIMIT ?)
        """

    static let waiting = """
        SELECT count(*) FROM tasks INDEXED BY tasks_waiting \
        WHERE channel_id = ? AND status = 'MODAL' AND modal_sent = 0
        """

    static let pendingPictures = """
        SELECT t.mj_id, t.user_id, t.channel_id, p.url, p.attempts, t.finish_time \
        FROM pictures p INDEXED BY pictures_pending \
        CROSS JOIN tasks t INDEXED BY tasks_id ON t.id = p.task_id \
        WHERE p.path IS NULL AND p.retry_at <= ? ORDER BY p.retry_at LIMIT ?
        """

    static let unanswered = """
        SELECT \(TaskRow.columns), \(TaskRow.detailColumns), d.hooked_id \
        FROM tasks t INDEXED BY tasks_unanswered CROSS JOIN task_details d ON d.task_id = t.id \
        WHERE t.finished = 0 AND (t.upstream_id IS NULL OR t.modal_sent = 1) AND t.sent_at < ? \
        ORDER BY t.sent_at
        """

    /// Of tasks that were cancelled before their channel's id was known; the newest, because the
    /// oldest are the least likely to be found.
    static let unansweredCancelled = """
        SELECT \(TaskRow.columns), \(TaskRow.detailColumns), d.hooked_id \
        FROM cancellations c INDEXED BY cancellations_due \
        CROSS JOIN tasks t INDEXED BY tasks_id ON t.id = c.task_id \
        CROSS JOIN task_details d ON d.task_id = t.id \
        WHERE c.next_attempt_at IS NULL AND t.upstream_id IS NULL AND t.sent_at < ? \
        ORDER BY c.task_id DESC LIMIT 1000
        """

    static let unfinishedUpstream = """
        SELECT 1 FROM tasks INDEXED BY tasks_upstream \
        WHERE channel_id = ? AND upstream_id = ? AND finished = 0 LIMIT 1
        """

    /// Of a user (`?1`), or of one of its tokens (`?2`); counted up to `?3`.
    static let atWork = """
        SELECT count(*) FROM (SELECT 1 FROM tasks INDEXED BY tasks_queued \
        WHERE user_id = ?1 AND finished = 0 AND status <> 'MODAL' \
        AND (?2 IS NULL OR \(payingToken) = ?2) LIMIT ?3)
        """

    static let modalCallsUnderWay = """
        SELECT count(*) FROM (SELECT 1 FROM tasks INDEXED BY tasks_modal_sent \
        WHERE user_id = ?1 AND modal_sent = 1 AND (?2 IS NULL OR \(payingToken) = ?2) LIMIT ?3)
        """

    /// A modal call may come with another token than the submit.
    private static let payingToken = """
        coalesce((SELECT l.token_id FROM ledger l INDEXED BY ledger_once \
        WHERE l.task_id = tasks.id AND l.kind = 'charge' AND l.attempt = tasks.attempt), \
        tasks.token_id)
        """

    /// Those of all users are few: each is a request that a process holds.
    static let uploadsUnderWay = """
        SELECT count(*) FROM (SELECT 1 FROM uploads INDEXED BY uploads_under_way \
        WHERE succeeded IS NULL AND user_id = ?1 AND (?2 IS NULL OR token_id = ?2) LIMIT ?3)
        """

    static let dueCancellations = """
        SELECT t.mj_id, t.channel_id, t.upstream_id, c.attempts, c.created_at \
        FROM cancellations c INDEXED BY cancellations_due \
        CROSS JOIN tasks t INDEXED BY tasks_id ON t.id = c.task_id \
        WHERE c.next_attempt_at <= ? ORDER BY c.next_attempt_at LIMIT ?
        """

    /// With the hash of the token that submitted it.
    static let callbackTask = """
        SELECT \(TaskRow.columns), \(TaskRow.detailColumns), k.hash \
        FROM tasks t INDEXED BY tasks_mj_id JOIN task_details d ON d.task_id = t.id \
        LEFT JOIN tokens k ON k.id = t.token_id WHERE t.mj_id = ?
        """
}
