import GRDB
import Glibc

/// Whether a program of this version could open a database.
package enum DatabaseState: Sendable, Equatable {
    case absent
    case current(schema: String)
    /// Opening it migrates it.
    case older(schema: String)
}

extension Store {
    /// Looks at a database without making, migrating or locking anything; throws what
    /// ``prepare(_:logger:)`` would throw for a newer one.
    package static func inspect(_ path: String) throws(StorageError) -> DatabaseState {
        disableMemoryStatistics()
        guard access(path, F_OK) == 0 else { return .absent }
        do {
            let database = try DatabaseQueue(path: path, configuration: .reading)
            defer { try? database.close() }
            return try database.read { database in
                try Schema().refuseNewer(database)
                let schema = try Schema().current(database)
                return schema == SchemaMigration.all.last?.name
                    ? .current(schema: schema) : .older(schema: schema)
            }
        } catch {
            throw StorageError("look at the database", error)
        }
    }
}
