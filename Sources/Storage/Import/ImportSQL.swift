import Domain

/// Expressions over a row of `source.midjourneys s` that give a column of ours.
enum ImportSQL {
    /// Times that are seconds: as milliseconds they would be in January 1970 or up to March 1973,
    /// long before there was anything to draw with.
    static let secondRange: ClosedRange<Int64> = 1_000_000_000...99_999_999_999

    /// Added to a state that is not the source's.
    static let guessed: Int64 = 10

    /// ``ImportRows/State``: terminal ones as they are. For others new-api takes 100% for the end;
    /// what has a picture was a success.
    static func state(_ source: ImportSource) -> String {
        let hasResult =
            "\(source.text("midjourneys", "image_url")) <> '' "
            + "OR \(source.text("midjourneys", "video_url")) <> ''"
        return """
            CASE \(source.text("midjourneys", "status")) WHEN 'SUCCESS' THEN 0 WHEN 'FAILURE' THEN 1 \
            WHEN 'CANCEL' THEN 2 ELSE CASE WHEN \(progress(source)) = 100 \
            THEN \(guessed) + iif(\(hasResult), 0, 1) ELSE CASE \(source.text("midjourneys", "status")) \
            WHEN 'IN_PROGRESS' THEN 4 WHEN 'MODAL' THEN 5 ELSE 3 END END END
            """
    }

    /// `31%` → 31; words are 0.
    static func progress(_ source: ImportSource) -> String {
        "min(max(coalesce(\(source.integer("midjourneys", "progress")), 0), 0), 100)"
    }

    /// ``ImportRows/UnnamedReason``, or 0 for an `mj_id` that routes take: 1 to 64 visible ASCII
    /// characters without quotes, brackets and backslashes.
    static func unnamed(_ source: ImportSource) -> String {
        let mjID = source.text("midjourneys", "mj_id")
        guard mjID != "''" else { return "1" }
        return """
            CASE WHEN \(mjID) = '' THEN 1 WHEN typeof(s.mj_id) <> 'text' OR \
            length(s.mj_id) > 64 OR length(s.mj_id) <> length(CAST(s.mj_id AS BLOB)) \
            OR s.mj_id GLOB '*[^!-~]*' OR s.mj_id GLOB '*["''`\\<>]*' THEN 2 ELSE 0 END
            """
    }

    /// A time of a task: in milliseconds, never negative.
    static func time(_ source: ImportSource, _ column: String) -> String {
        let value = source.integer("midjourneys", column)
        return """
            CASE WHEN \(value) BETWEEN \(secondRange.lowerBound) AND \(secondRange.upperBound) \
            THEN \(value) * 1000 ELSE max(coalesce(\(value), 0), 0) END
            """
    }

    static func quota(_ source: ImportSource) -> String {
        """
        min(max(coalesce(\(source.integer("midjourneys", "quota")), 0), 0), \
        \(ImportRun.largestQuota))
        """
    }

    /// new-api keeps `[{"url":"…"}]`, we keep `["…"]`.
    static func videoURLs(_ source: ImportSource) -> String {
        let text = source.text("midjourneys", "video_urls")
        guard text != "''" else { return text }
        return """
            CASE WHEN \(text) IN ('', 'null', '[]') OR NOT json_valid(\(text)) THEN '' ELSE \
            (SELECT coalesce(json_group_array(u.url), '') FROM (\
            SELECT iif(e.type = 'object', json_extract(e.value, '$.url'), e.value) AS url \
            FROM json_each(\(text)) e) u WHERE typeof(u.url) = 'text') END
            """
    }

    /// Whether there is a picture that can be fetched.
    static func hasPicture(_ source: ImportSource) -> String {
        let url = source.text("midjourneys", "image_url")
        return "(\(url) GLOB 'http://?*' OR \(url) GLOB 'https://?*')"
    }
}
