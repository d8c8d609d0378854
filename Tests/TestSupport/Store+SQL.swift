import GRDB
package import Storage

extension Store {
    /// Executes SQL on a connection of its own, for what no method of the store does (yet).
    package func execute(_ sql: String) throws {
        try DatabaseQueue(path: configuration.path).write { try $0.execute(sql: sql) }
    }

    /// The first column of the first row.
    package func number(_ sql: String) throws -> Int? {
        try DatabaseQueue(path: configuration.path).read { try Int.fetchOne($0, sql: sql) }
    }

    /// The same as text.
    package func text(_ sql: String) throws -> String? {
        try DatabaseQueue(path: configuration.path).read { try String.fetchOne($0, sql: sql) }
    }

    /// The first column of all rows.
    package func texts(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: configuration.path).read { try String.fetchAll($0, sql: sql) }
    }
}
