import Domain
import GRDB

extension ImportRun {
    /// How many rows a statement copies, between two reports of progress.
    private static let slice = 20_000
    /// Where ordinals wait that are to move, so that no two are ever the same.
    private static let aside: Int64 = 1 << 40

    /// Copies the planned rows.
    ///
    /// Where they are many beside what is there, indexes are dropped and made anew at the end:
    /// each is then sorted once, instead of being looked into for each row.
    func copyRows(_ rows: ImportRows, _ order: ImportOrder) throws {
        let isLarge = (rows.count + order.moves.count) * 4 > Int(order.total)
        let indexes = isLarge ? try takeIndexes() : []
        // Nor are a million rows checked for what the statements below see to.
        if isLarge { try database.execute(sql: "PRAGMA ignore_check_constraints = ON") }
        defer { try? database.execute(sql: "PRAGMA ignore_check_constraints = OFF") }
        try move(order)
        let slices = stride(from: 0, to: rows.count, by: Self.slice).map { start in
            (rows.oldIDs[start], rows.oldIDs[min(start + Self.slice, rows.count) - 1])
        }
        let copies: [(ImportProgress.Phase, String, [any Bindable])] = [
            (.details, detailsSQL, []),
            (.tasks, tasksSQL, []),
            // Newest first: of old ones the channels, and Discord, have little left.
            (.pictures, picturesSQL, [now + Self.pictureDelay, order.total]),
            (.remembering, Self.rememberSQL, [report.source]),
        ]
        for (phase, sql, arguments) in copies {
            for (number, slice) in slices.enumerated() {
                request.progress(ImportProgress(phase, number, of: slices.count))
                try database.run(sql, [slice.0, slice.1] + arguments)
            }
        }
        for (number, index) in indexes.enumerated() {
            request.progress(ImportProgress(.indexes, number, of: indexes.count))
            try database.execute(sql: index)
        }
    }

    /// Drops the indexes of what is copied; gives the statements that make them. Those of
    /// unfinished tasks stay: they grow by few rows, and to make one the whole table is read.
    private func takeIndexes() throws -> [String] {
        let indexes = try database.select(
            """
            SELECT name, sql FROM main.sqlite_schema \
            WHERE type = 'index' AND tbl_name IN ('tasks', 'pictures') \
            AND sql NOT LIKE '%finished = 0%'
            """
        ) { ($0.text(0), $0.text(1)) }
        for (name, _) in indexes { try database.execute(sql: "DROP INDEX main.\(name)") }
        return indexes.map(\.1)
    }

    private func move(_ order: ImportOrder) throws {
        guard !order.moves.isEmpty else { return }
        let that = "tasks.user_id = v.user AND tasks.user_ordinal = v.old_user_ordinal"
        try database.execute(
            sql: """
                UPDATE tasks SET user_ordinal = tasks.user_ordinal + \(Self.aside),
                    ordinal = tasks.ordinal + \(Self.aside) FROM moved v WHERE \(that);
                UPDATE tasks SET user_ordinal = v.user_ordinal, ordinal = v.ordinal
                    FROM moved v WHERE \(that) + \(Self.aside)
                """
        )
    }

    private var detailsSQL: String {
        """
        INSERT INTO task_details (task_id, state, description, buttons, properties, answer_code) \
        SELECT p.id, \(source.text("midjourneys", "state")), \
        \(source.text("midjourneys", "description")), \(source.text("midjourneys", "buttons")), \
        \(source.text("midjourneys", "properties")), \(source.integer("midjourneys", "code")) \
        \(Self.planned)
        """
    }

    private var tasksSQL: String {
        let mjID = source.text("midjourneys", "mj_id")
        return """
            INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, token_id, channel_id, \
            upstream_id, action, status, finished, progress, prompt, prompt_en, fail_reason, \
            submit_time, start_time, finish_time, sent_at, quota, has_picture, video_url, \
            video_urls) \
            SELECT p.user, p.user_ordinal, p.id, p.ordinal, coalesce(f.mj_id, \(mjID)), k.new, \
            c.new, nullif(\(mjID), ''), \(source.text("midjourneys", "action")), \
            CASE p.state WHEN 0 THEN 'SUCCESS' WHEN 2 THEN 'CANCEL' WHEN 3 THEN 'SUBMITTED' \
            WHEN 4 THEN 'IN_PROGRESS' WHEN 5 THEN 'MODAL' ELSE 'FAILURE' END, \
            p.state NOT IN (3, 4, 5), iif(p.state = 0, 100, \(ImportSQL.progress(source))), \
            \(source.text("midjourneys", "prompt")), \(source.text("midjourneys", "prompt_en")), \
            iif(p.state = 6, coalesce(nullif(\(source.text("midjourneys", "fail_reason")), ''), \
            '\(Self.endReason)'), \(source.text("midjourneys", "fail_reason"))), p.time, \
            \(ImportSQL.time(source, "start_time")), \
            iif(p.state = 6, \(now), \(ImportSQL.time(source, "finish_time"))), \
            iif(p.state IN (3, 4, 5), p.time, 0), \(ImportSQL.quota(source)), \
            p.state NOT IN (3, 4, 5) AND \(ImportSQL.hasPicture(source)), \
            \(source.text("midjourneys", "video_url")), \(ImportSQL.videoURLs(source)) \
            FROM temp.plan p CROSS JOIN source.midjourneys s ON s.id = p.old \
            LEFT JOIN temp.fresh f ON f.old = p.old \
            LEFT JOIN temp.token_map k ON k.old = \(source.integer("midjourneys", "token_id")) \
            LEFT JOIN temp.channel_map c ON c.old = \(source.integer("midjourneys", "channel_id")) \
            WHERE p.old BETWEEN ? AND ? ORDER BY p.old
            """
    }

    private static let endReason = "导入时任务仍未完成 (unfinished in new-api when it was imported)"

    /// Before the first of them is fetched, and then from one to the next, so that pictures of new
    /// tasks never wait behind a million old ones.
    private static let pictureDelay: Milliseconds = 60_000
    private static let picturePace: Milliseconds = 1_000

    private var picturesSQL: String {
        """
        INSERT INTO pictures (task_id, url, retry_at) SELECT p.id, \
        \(source.text("midjourneys", "image_url")), ?3 + \(Self.picturePace) * (?4 - p.ordinal) \
        FROM temp.plan p CROSS JOIN source.midjourneys s ON s.id = p.old \
        WHERE p.old BETWEEN ?1 AND ?2 AND p.state NOT IN (3, 4, 5) \
        AND \(ImportSQL.hasPicture(source)) ORDER BY p.old
        """
    }

    private static let rememberSQL = """
        INSERT INTO imported (source, kind, old_id, new_id) \
        SELECT ?3, 'task', p.old, p.id FROM temp.plan p WHERE p.old BETWEEN ?1 AND ?2 ORDER BY p.old
        """

    private static let planned = """
        FROM temp.plan p CROSS JOIN source.midjourneys s ON s.id = p.old \
        WHERE p.old BETWEEN ? AND ? ORDER BY p.old
        """
}
