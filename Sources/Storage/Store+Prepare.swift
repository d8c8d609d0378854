import GRDB
import Glibc
package import Logging

extension Store {
    /// Reads the random identity of the database, creating and migrating the file if need be.
    ///
    /// It comes before ``init(configuration:versions:logger:)``, because the file of versions
    /// needs it.
    package static func prepare(_ configuration: Configuration, logger: Logger)
        throws(StorageError) -> String
    {
        try prepare(configuration, migrations: SchemaMigration.all, logger: logger)
    }

    /// The same with other migrations, for tests of migrating.
    static func prepare(
        _ configuration: Configuration,
        migrations: [SchemaMigration],
        logger: Logger
    ) throws(StorageError) -> String {
        disableMemoryStatistics()
        // Nobody writes meanwhile, and of two processes that start at once one migrates.
        let lock = try WriterLock(databasePath: configuration.path)
        try lock.acquire()
        defer { lock.release() }
        return try migrate(configuration, migrations: migrations, logger: logger)
    }

    /// The same for a file that nobody else uses meanwhile.
    static func migrate(
        _ configuration: Configuration,
        migrations: [SchemaMigration],
        logger: Logger
    ) throws(StorageError) -> String {
        // SQLite would make the file itself, with another mode and perhaps root's. One that is there
        // is let alone: closing it would drop the locks that SQLite holds on it in this process
        // (https://www.sqlite.org/howtocorrupt.html#posix_advisory_locks).
        if access(configuration.path, F_OK) != 0 {
            Glibc.close(try OwnedFile.open(configuration.path))
        }
        do {
            let schema = Schema(migrations)
            let database = try DatabaseQueue(
                path: configuration.path,
                configuration: .creator(of: configuration)
            )
            defer { try? database.close() }
            let before = try database.read(schema.current)
            try schema.migrate(database)
            let after = try database.read(schema.current)
            if before != after {
                logger.notice(
                    "the database's schema was brought up to date",
                    metadata: ["from": "\(before)", "to": "\(after)"]
                )
            }
            return try database.read { database in
                try database.meta(Meta.databaseID) { $0.text(0) }
            }
        } catch {
            throw StorageError("prepare the database", error)
        }
    }
}

extension GRDB.Configuration {
    /// The connection that makes and migrates the database.
    fileprivate static func creator(of store: Store.Configuration) -> GRDB.Configuration {
        var configuration = GRDB.Configuration.writer(of: store)
        configuration.prepareDatabase { database in
            // Kept in the file, as the page size, which is SQLite's own: with twice as much a
            // submit took a tenth longer.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
        return configuration
    }
}
