import GRDB

/// The single values kept in the table `meta`.
enum Meta {
    /// Random, made with the database.
    static let databaseID = "database_id"
    /// Signs picture links.
    static let pictureKey = "picture_key"
    /// Counts the poller's starts.
    static let pollerEpoch = "poller_epoch"
    /// The largest `mj_id` given out, as a number.
    static let lastMjID = "last_mj_id"
    /// The largest task row given out.
    static let lastTaskID = "last_task_id"
}

extension WriteTransaction {
    /// Sets a number to the larger of `floor` and one more than it was, and gives it.
    func next(_ key: String, atLeast floor: Int64 = 0) throws -> Int64 {
        try run("UPDATE meta SET value = max(value + 1, ?) WHERE key = ?", [floor, key])
        return try database.metaInteger(key)
    }
}

extension Database {
    func metaInteger(_ key: String) throws -> Int64 {
        try meta(key) { $0.integer(0) }
    }

    func meta<Value>(_ key: String, _ decode: (borrowing RawRow) -> Value) throws -> Value {
        let value = try selectOne("SELECT value FROM meta WHERE key = ?", key, row: decode)
        guard let value else { throw StorageError.notFound(what: "value \(key) in meta") }
        return value
    }
}
