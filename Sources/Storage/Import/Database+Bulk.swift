import CSQLite
import GRDB

extension Database {
    /// Executes a statement of whole numbers as often as `body` calls what it is given, without
    /// what a look-up of the statement and values of any type cost each time.
    func insertIntegers(
        _ sql: String,
        _ body: (_ insert: ([Int64]) throws -> Void) throws -> Void
    ) throws {
        // The cache keeps it while `body` runs.
        let statement = try cachedStatement(sql: sql).sqliteStatement
        try body { values in
            for (index, value) in values.enumerated() {
                sqlite3_bind_int64(statement, CInt(index + 1), value)
            }
            defer { sqlite3_reset(statement) }
            let code = sqlite3_step(statement)
            guard code == SQLITE_DONE else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: code),
                    message: lastErrorMessage,
                    sql: sql
                )
            }
        }
    }
}
