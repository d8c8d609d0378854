import CSQLite
import Domain
import Foundation

/// The columns that make a ``Domain/MidjourneyTask``, and their decoding by position.
enum TaskRow {
    /// `t` is the table of tasks.
    static let columns = """
        t.id, t.mj_id, t.user_id, t.token_id, t.channel_id, t.upstream_id, t.action, t.mode, \
        t.status, t.progress, t.prompt, t.prompt_en, t.fail_reason, t.submit_time, t.start_time, \
        t.finish_time, t.quota, t.has_picture, t.video_url, t.video_urls, \
        t.sent_at, t.attempt, t.modal_sent, t.has_hook
        """

    /// Follow ``columns``; `d` is the table of details.
    static let detailColumns = """
        d.state, d.description, d.notify_hook, d.buttons, d.properties, d.parent, d.hook_secret, \
        d.seed, d.answer_code
        """

    /// The position of the first column that follows ``columns`` and ``detailColumns``.
    static let columnAfterDetails: CInt = 33

    static func task(_ row: borrowing RawRow) throws -> MidjourneyTask {
        guard let status = TaskStatus(rawValue: row.text(8)) else {
            throw StorageError.failed(
                operation: "read a task",
                code: SQLITE_CORRUPT,
                reason: "unknown status"
            )
        }
        return MidjourneyTask(
            id: row.integer(0),
            mjID: row.text(1),
            userID: row.integer(2),
            tokenID: row.optionalInteger(3),
            channelID: row.optionalInteger(4),
            upstreamID: row.optionalText(5),
            action: TaskAction(rawValue: row.text(6)),
            mode: row.optionalText(7).flatMap(SpeedMode.init),
            status: status,
            progress: Progress(clamping: Int(row.integer(9))),
            prompt: row.text(10),
            promptEn: row.text(11),
            failReason: row.text(12),
            submitTime: row.integer(13),
            startTime: row.integer(14),
            finishTime: row.integer(15),
            // Rows of before there was the column have 0.
            sentAt: row.integer(20) == 0 ? nil : row.integer(20),
            quota: row.integer(16),
            hasPicture: row.bool(17),
            videoURL: row.text(18),
            videoURLs: try videoURLs(row.text(19)),
            attempt: Int(row.integer(21)),
            isModalSent: row.bool(22),
            hasHook: row.bool(23)
        )
    }

    static func taskWithDetails(_ row: borrowing RawRow) throws
        -> (task: MidjourneyTask, details: TaskDetails)
    {
        let details = TaskDetails(
            state: row.text(24),
            description: row.text(25),
            notifyHook: row.text(26),
            buttons: row.text(27),
            properties: row.text(28),
            parent: row.text(29),
            hookSecret: row.text(30),
            seed: row.text(31),
            answerCode: row.optionalInteger(32).map(Int.init)
        )
        return (try task(row), details)
    }

    /// The text that ``task(_:)`` reads back: a JSON array, or nothing for no links.
    static func text(ofVideoURLs urls: [String]) throws -> String {
        guard !urls.isEmpty else { return "" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(urls), as: UTF8.self)
    }

    private static func videoURLs(_ text: String) throws -> [String] {
        guard !text.isEmpty else { return [] }
        return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }
}
