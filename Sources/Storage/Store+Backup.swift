import GRDB
import Glibc

/// What a backup, or a database that was restored, holds.
package struct DatabaseSummary: Sendable, Equatable, Codable {
    package var schema: String
    package var users: Int
    package var tasks: Int
    package var bytes: Int64
}

extension Store {
    /// Copies the database at `path`, as it is at this moment, to `file`: checked, durable, and for
    /// its owner alone. Programs go on meanwhile; the log of writes grows until the copy is made.
    ///
    /// - Parameters:
    ///   - replace: Whether a file of that name may be replaced.
    ///   - progress: Is told how far it is, from 0 to 1; false stops it.
    /// - Returns: nil when it was stopped; then there is no file.
    package static func backUp(
        _ path: String,
        to file: String,
        replace: Bool,
        progress: @escaping (Double) -> Bool
    ) throws(StorageError) -> DatabaseSummary? {
        disableMemoryStatistics()
        guard access(path, F_OK) == 0 else {
            throw .unavailable(operation: "open \(path)", reason: "it does not exist")
        }
        try refuseToReplace(path, by: file, replace: replace)
        let copy = try UnfinishedFile(path: file + ".part", make: makePrivateFile)
        do {
            // The check takes about as long again.
            let isMade = try DatabaseCopy(source: path, target: copy.path).make {
                progress($0 * 0.5)
            }
            guard isMade else { return nil }
            let database = try DatabaseQueue(path: copy.path, configuration: .reading)
            defer { try? database.close() }
            guard try database.read({ try SoundnessCheck.quick.passes($0) { progress(0.5) } })
            else {
                return nil
            }
            let summary = try database.read { try $0.summary(of: copy.path) }
            try database.close()
            try copy.place(at: file, replace: replace)
            return summary
        } catch {
            throw StorageError("back up the database", error)
        }
    }

    private static func refuseToReplace(_ path: String, by file: String, replace: Bool)
        throws(StorageError)
    {
        var existing = stat()
        guard stat(file, &existing) == 0 else { return }
        for suffix in ["", "-wal", "-shm", WriterLock.suffix] {
            var own = stat()
            guard stat(path + suffix, &own) == 0 else { continue }
            if own.st_dev == existing.st_dev, own.st_ino == existing.st_ino {
                throw .invalid(what: "the file", reason: "is the database itself")
            }
        }
        guard existing.st_mode & S_IFMT == S_IFREG else {
            throw .invalid(what: "the file", reason: "is no plain file")
        }
        guard replace else { throw .invalid(what: "the file", reason: "exists already") }
    }

    /// A backup holds what the database holds: hashes of tokens, secrets of channels, prompts.
    private static func makePrivateFile(_ path: String) throws(StorageError) -> CInt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system("make", path) }
        return descriptor
    }
}

extension Database {
    func summary(of path: String) throws -> DatabaseSummary {
        DatabaseSummary(
            schema: try Schema().current(self),
            users: try selectOne("SELECT count(*) FROM users") { Int($0.integer(0)) } ?? 0,
            tasks: try selectOne(ListSQL.newest) { Int($0.integer(0)) } ?? 0,
            bytes: fileSize(path)
        )
    }
}
