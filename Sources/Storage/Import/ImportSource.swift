import GRDB

/// new-api's database as it is attached: which tables and columns it has, and how to read them.
///
/// Its schema differs by version, and SQLite lets every column hold anything: expressions made
/// here give texts and whole numbers whatever is stored.
struct ImportSource {
    /// The name that the database is attached under.
    static let schema = "source"

    private let columns: [String: Set<String>]

    /// Its tables, each with the columns without which it is none of new-api's.
    private static let tables: [String: Set<String>] = [
        "users": ["id", "username"], "tokens": ["id", "user_id", "key"], "channels": ["id", "key"],
        "options": ["key", "value"], "midjourneys": ["id", "user_id"],
    ]

    init(_ database: Database) throws {
        var columns: [String: Set<String>] = [:]
        for (table, needed) in Self.tables {
            let names = Set(
                try database.select(
                    "SELECT name FROM pragma_table_info(?, '\(Self.schema)')",
                    table
                ) { $0.text(0) }
            )
            if names.isSuperset(of: needed) { columns[table] = names }
        }
        guard columns["users"] != nil || columns["midjourneys"] != nil else {
            throw StorageError.invalid(what: "the file", reason: "is no database of new-api")
        }
        self.columns = columns
    }

    /// Whether it has the table, with the column that tells its rows apart.
    func has(_ table: String) -> Bool { columns[table] != nil }

    /// Since August 2026 a row says whether it was charged.
    var marksCharges: Bool { columns["midjourneys"]?.contains("billing_channel_id") ?? false }

    /// A column of a table that goes by `alias`, as a text; NULL and a missing column are empty.
    func text(_ table: String, _ column: String, alias: String = "s") -> String {
        guard has(table, column) else { return "''" }
        return "coalesce(CAST(\(alias).\"\(column)\" AS TEXT), '')"
    }

    /// The same as a whole number, or NULL.
    func integer(_ table: String, _ column: String, alias: String = "s") -> String {
        guard has(table, column) else { return "NULL" }
        return "CAST(\(alias).\"\(column)\" AS INTEGER)"
    }

    /// The same as 0 or 1: only what Go's database drivers read as true is true.
    func bool(_ table: String, _ column: String) -> String {
        "(lower(\(text(table, column))) IN ('1', '1.0', 't', 'true'))"
    }

    /// Whether GORM counts the row as deleted.
    func isDeleted(_ table: String) -> String { "(\(text(table, "deleted_at")) <> '')" }

    private func has(_ table: String, _ column: String) -> Bool {
        columns[table]?.contains(column) ?? false
    }
}
