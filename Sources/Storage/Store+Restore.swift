import Domain
import GRDB
import Glibc
package import Logging

/// What restoring a backup came to.
package struct RestoreOutcome: Sendable, Equatable {
    package var summary: DatabaseSummary
    /// The schema of the backup, if it was older and was migrated.
    package var migratedFrom: String?
    /// Where the database that was replaced is kept; nil: there was none.
    package var replaced: String?
}

extension Store {
    /// Puts a copy of the backup `file` in the place of the database, with an identity of its own,
    /// so that nothing that was cached of any other database ever matches it.
    ///
    /// Programs that start meanwhile wait until it is done.
    ///
    /// - Parameters:
    ///   - whileUnused: Calls its argument while no program has the database open, or throws.
    ///   - progress: Is told how far it is, from 0 to 1; false stops it.
    /// - Returns: nil when it was stopped; then nothing is changed.
    package static func restore(
        _ file: String,
        to configuration: Configuration,
        logger: Logger,
        whileUnused: (() throws -> Void) throws -> Void,
        progress: @escaping (Double) -> Bool
    ) throws -> RestoreOutcome? {
        disableMemoryStatistics()
        let path = configuration.path
        try requireBackup(file, otherThan: path)
        let lock = try WriterLock(databasePath: path)
        try lock.acquire()
        defer { lock.release() }
        // Before the work, so that nobody waits for a refusal.
        try whileUnused {}
        let copy = try UnfinishedFile(path: path + ".restored", make: OwnedFile.open)
        do {
            guard try DatabaseCopy(source: file, target: copy.path).make({ progress($0 * 0.4) })
            else { return nil }
            let checked = try prepare(copy.path, configuration, logger, progress)
            guard var outcome = checked else { return nil }
            try whileUnused {
                outcome.replaced = try swap(path, for: copy, at: configuration.clock())
            }
            outcome.summary.bytes = fileSize(path)
            return outcome
        } catch let error as DatabaseError {
            throw StorageError("restore the database", error)
        }
    }

    private static func requireBackup(_ file: String, otherThan path: String) throws {
        var (backup, own) = (stat(), stat())
        guard stat(file, &backup) == 0 else { throw StorageError.system("open", file) }
        guard stat(path, &own) != 0 || own.st_ino != backup.st_ino || own.st_dev != backup.st_dev
        else { throw StorageError.invalid(what: "the file", reason: "is the database itself") }
        guard try isDatabase(file) else {
            throw StorageError.invalid(what: "the file", reason: "is no SQLite database")
        }
    }

    /// Whether it begins as one: https://www.sqlite.org/fileformat.html#magic_header_string
    private static func isDatabase(_ file: String) throws -> Bool {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError.system("open", file) }
        defer { Glibc.close(descriptor) }
        let magic = Array("SQLite format 3\0".utf8)
        var head = [UInt8](repeating: 0, count: magic.count)
        return Glibc.read(descriptor, &head, head.count) == head.count && head == magic
    }

    /// Checks the copy, brings its schema up to date and gives it an identity of its own.
    private static func prepare(
        _ copy: String,
        _ configuration: Configuration,
        _ logger: Logger,
        _ progress: @escaping (Double) -> Bool
    ) throws -> RestoreOutcome? {
        let before: String
        do {
            let database = try DatabaseQueue(path: copy, configuration: .reading)
            defer { try? database.close() }
            guard try database.read({ try SoundnessCheck.full.passes($0) { progress(0.4) } }) else {
                return nil
            }
            before = try database.read { database in
                guard try database.tableExists("meta"), try database.tableExists("tasks") else {
                    throw StorageError.invalid(what: "the file", reason: "is no database of mjtask")
                }
                return try Schema().current(database)
            }
        }
        guard progress(0.8) else { return nil }
        var copied = configuration
        copied.path = copy
        _ = try Store.migrate(copied, migrations: SchemaMigration.all, logger: logger)
        let database = try DatabaseQueue(path: copy, configuration: .writer(of: copied))
        defer { try? database.close() }
        _ = try database.write { database in
            try database.run(
                "UPDATE meta SET value = ? WHERE key = ?",
                [SchemaMigration.newIdentity(), Meta.databaseID]
            )
        }
        let summary = try database.read { try $0.summary(of: copy) }
        // All of it into the one file that gets the name.
        try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        guard progress(1) else { return nil }
        return RestoreOutcome(
            summary: summary,
            migratedFrom: before == summary.schema ? nil : before
        )
    }

    /// - Returns: where the replaced database is kept.
    private static func swap(_ path: String, for copy: UnfinishedFile, at now: Milliseconds) throws
        -> String?
    {
        guard access(path, F_OK) == 0 else {
            // A log without its database is of no use, and would be taken for the new one's.
            for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
            try copy.place(at: path, replace: false)
            return nil
        }
        // In what is no database any more, SQLite would clean up.
        if try isDatabase(path) { emptyLog(of: path) }
        let kept = "\(path).replaced-\(now)"
        // The database first, under both names: there is one at every moment. Its log, if it could
        // not be emptied, keeps its database's name, by which SQLite finds it.
        guard link(path, kept) == 0 else { throw StorageError.system("keep", kept) }
        if fileSize(path + "-wal") > 0, rename(path + "-wal", kept + "-wal") != 0 {
            unlink(kept)
            throw StorageError.system("keep", kept + "-wal")
        }
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        try copy.place(at: path, replace: true)
        return kept
    }

    /// Moves what is in the log of a database that nobody uses into it, if it can still be read.
    private static func emptyLog(of path: String) {
        guard let database = try? DatabaseQueue(path: path) else { return }
        defer { try? database.close() }
        _ = try? database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}
