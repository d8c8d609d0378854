package import Domain
import GRDB
import Glibc

extension Store {
    /// Brings users, tokens, channels, prices and tasks of new-api's database into one that
    /// ``prepare(_:logger:)`` has brought up to date; all of it or, after an error or a crash,
    /// nothing.
    ///
    /// It holds the turn to write from its beginning to its end, so that running processes wait
    /// with their writes, and read on. Where nobody else has the database open, which is when the
    /// caller has no store and the services are stopped, a large import goes right into the
    /// database file instead of through its log.
    package static func importNewAPI(
        _ request: ImportRequest,
        into configuration: Configuration,
        versions: any VersionWriter
    ) throws(StorageError) -> ImportReport {
        disableMemoryStatistics()
        guard access(request.path, R_OK) == 0 else {
            throw .unavailable(
                operation: "open \(request.path)",
                reason: String(cString: strerror(errno))
            )
        }
        let lock = try WriterLock(databasePath: configuration.path)
        try lock.acquire()
        defer { lock.release() }
        do {
            let queue = try DatabaseQueue(
                path: configuration.path,
                configuration: .importer(of: configuration)
            )
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { database in
                try database.attachSource(request.path)
                let isUnlogged = try !request.isDryRun && database.leaveLog()
                // A crash before it leaves what the next `prepare` puts right.
                defer {
                    if isUnlogged { try? database.execute(sql: "PRAGMA main.journal_mode = WAL") }
                }
                return try database.importAll(request, configuration, versions)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw .invalid(what: "the file", reason: "is no SQLite database")
        } catch {
            throw StorageError("import", error)
        }
    }
}

extension GRDB.Configuration {
    fileprivate static func importer(of store: Store.Configuration) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "mjtask-import"
        configuration.busyMode = .timeout(10)
        // References are right by construction, and a million look-ups are saved.
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            // Temporary tables have a row for each task, so they may go to a file; Debian's
            // SQLite overwrites what is deleted, which nothing here needs
            // (https://www.sqlite.org/pragma.html#pragma_secure_delete).
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA temp_store = FILE;
                    PRAGMA cache_size = -131072;
                    PRAGMA secure_delete = OFF;
                    """
            )
        }
        return configuration
    }
}

extension Database {
    fileprivate func attachSource(_ path: String) throws {
        // In a URI (https://www.sqlite.org/uri.html#the_uri_path) most characters may stand for
        // something else.
        let encoded = path.utf8.map { byte in
            let isPlain =
                UnicodeScalar(byte).properties.isAlphabetic && byte < 0x80
                || "0123456789/._-".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }
        try execute(
            sql: "ATTACH ? AS \(ImportSource.schema)",
            arguments: ["file:\(encoded.joined())?mode=ro"]
        )
        // Read where the system's cache has it, without a copy of each page.
        try execute(sql: "PRAGMA \(ImportSource.schema).mmap_size = 2147418112")
    }

    /// Gives up the write-ahead log, if there is much to import and nobody else has the database
    /// open: through the log everything would be written twice. Gives whether it did.
    fileprivate func leaveLog() throws -> Bool {
        guard try hasManyTasks() else { return false }
        do {
            try execute(sql: "PRAGMA busy_timeout = 0")
            defer { try? execute(sql: "PRAGMA busy_timeout = 10000") }
            return try selectOne("PRAGMA main.journal_mode = DELETE") { $0.text(0) } == "delete"
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return false
        }
    }

    private func hasManyTasks() throws -> Bool {
        guard try ImportSource(self).has("midjourneys") else { return false }
        let span = try selectOne("SELECT max(id) - min(id) FROM source.midjourneys") {
            $0.integer(0)
        }
        return span ?? 0 > 50_000
    }

    fileprivate func importAll(
        _ request: ImportRequest,
        _ configuration: Store.Configuration,
        _ versions: any VersionWriter
    ) throws -> ImportReport {
        try configuration.faults?(.locked)
        try beginTransaction(.immediate)
        do {
            let run = try ImportRun(self, request: request, now: configuration.clock())
            try run.run()
            try configuration.faults?(.written)
            if request.isDryRun {
                try rollback()
            } else {
                request.progress(ImportProgress(.commit, 0, of: 1))
                let scope = VersionScope(users: run.touchedUsers)
                versions.announce(scope)
                defer { versions.finish(scope) }
                try configuration.faults?(.announced)
                try commit()
                try configuration.faults?(.committed)
            }
            request.progress(ImportProgress(.commit, 1, of: 1))
            return run.report
        } catch {
            try? rollback()
            throw error
        }
    }
}
