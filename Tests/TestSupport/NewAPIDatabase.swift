/// A database as new-api makes it: its tables with the columns that an import reads, in both
/// generations of its schema, and rows of any kind.
package final class NewAPIDatabase {
    package enum Generation: CaseIterable, Sendable {
        /// Of April 2025.
        case old
        /// Of August 2026: more columns, and tasks say whether they were charged.
        case new
    }

    package let path: String
    private let database: PlainSQLite

    /// Makes the database, with its indexes.
    package init(_ path: String, _ generation: Generation) throws {
        self.path = path
        database = try PlainSQLite(path)
        try execute("PRAGMA synchronous = OFF")
        for (name, columns) in Self.tables(generation) {
            let key = columns.hasPrefix("`id`") ? ", PRIMARY KEY (`id`)" : ""
            try execute("CREATE TABLE `\(name)` (\(columns)\(key))")
        }
        for index in Self.taskIndexes { try execute(index) }
    }

    /// Executes statements.
    package func execute(_ sql: String) throws {
        try database.execute(sql)
    }

    /// Inserts a row; values are SQL.
    package func insert(_ table: String, _ values: KeyValuePairs<String, String>) throws {
        try execute(
            "INSERT INTO `\(table)` (\(values.map { "`\($0.key)`" }.joined(separator: ", "))) "
                + "VALUES (\(values.map(\.value).joined(separator: ", ")))"
        )
    }

    /// The statements that make the eight indexes of the tasks.
    package static let taskIndexes = [
        "user_id", "action", "mj_id", "submit_time", "start_time", "finish_time", "status",
        "progress",
    ].map { "CREATE INDEX `idx_midjourneys_\($0)` ON `midjourneys` (`\($0)`)" }

    private static func tables(_ generation: Generation) -> [(name: String, columns: String)] {
        let isNew = generation == .new
        return [
            (
                "users",
                "`id` integer, `username` text UNIQUE, `password` text NOT NULL DEFAULT '', "
                    + "`role` integer DEFAULT 1, `status` integer DEFAULT 1, "
                    + "`access_token` char(32), `quota` integer DEFAULT 0, "
                    + "`used_quota` integer DEFAULT 0, `group` varchar(64) DEFAULT 'default', "
                    + "`setting` text, `deleted_at` datetime"
                    + (isNew ? ", `created_at` integer, `auth_version` bigint DEFAULT 1" : "")
            ),
            (
                "tokens",
                "`id` integer, `user_id` integer, `key` \(isNew ? "varchar(128)" : "char(48)") "
                    + "UNIQUE, `status` integer DEFAULT 1, `name` text, `created_time` integer, "
                    + "`expired_time` integer DEFAULT -1, `remain_quota` integer DEFAULT 0, "
                    + "`unlimited_quota` numeric, `model_limits_enabled` numeric, "
                    + "`model_limits` text, `allow_ips` text DEFAULT '', "
                    + "`used_quota` integer DEFAULT 0, `group` text DEFAULT '', "
                    + "`deleted_at` datetime" + (isNew ? ", `cross_group_retry` numeric" : "")
            ),
            (
                "channels",
                "`id` integer, `type` integer DEFAULT 0, `key` text NOT NULL, "
                    + "`status` integer DEFAULT 1, `name` text, `weight` integer DEFAULT 0, "
                    + "`base_url` text DEFAULT '', `models` text, "
                    + "`group` varchar(64) DEFAULT 'default', `priority` integer DEFAULT 0"
                    + (isNew ? ", `channel_info` json" : "")
            ),
            ("options", "`key` text PRIMARY KEY, `value` text"),
            (
                "midjourneys",
                "`id` integer, `code` integer, `user_id` integer, `action` varchar(40), "
                    + "`mj_id` text, `prompt` text, `prompt_en` text, `description` text, "
                    + "`state` text, `submit_time` integer, `start_time` integer, "
                    + "`finish_time` integer, `image_url` text, "
                    + (isNew ? "`video_url` text, `video_urls` text, " : "")
                    + "`status` varchar(20), `progress` varchar(30), `fail_reason` text, "
                    + "`channel_id` integer, `quota` integer, `buttons` text, `properties` text"
                    + (isNew
                        ? ", `token_id` integer DEFAULT 0, `billing_channel_id` integer DEFAULT 0"
                        : "")
            ),
        ]
    }
}
