import CSQLite
import GRDB
import Glibc

/// A copy of a database file, as it was at one moment, whatever is written meanwhile.
///
/// SQLite's online backup (https://www.sqlite.org/backup.html) starts anew whenever somebody else
/// writes, unless the source's connection is inside of one read transaction all the time: then it
/// reads that transaction's snapshot, and nobody waits for it.
struct DatabaseCopy {
    /// How far a copy is, from 0 to 1; says whether to go on.
    typealias Progress = (Double) -> Bool

    private struct Stopped: Error {}

    /// 8 MiB, with our pages: some ten milliseconds.
    private static let pagesInAStep: CInt = 1024

    let source: String
    /// An empty file, which belongs to who is to own the copy.
    let target: String

    /// - Returns: false when `progress` said to stop.
    func make(_ progress: @escaping Progress) throws -> Bool {
        let source = try DatabaseQueue(path: source, configuration: .reading)
        defer { try? source.close() }
        let target = try DatabaseQueue(path: target, configuration: .copying)
        defer { try? target.close() }
        do {
            try target.writeWithoutTransaction { target in
                try source.read { source in
                    // The first read is what takes the snapshot.
                    _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_schema")
                    try source.backup(to: target, pagesPerStep: Self.pagesInAStep) { state in
                        let total = max(1, state.totalPageCount)
                        guard progress(Double(state.completedPageCount) / Double(total)) else {
                            throw Stopped()
                        }
                    }
                }
                // One file, which needs no log beside it and can be carried away.
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            return true
        } catch is Stopped {
            return false
        }
    }
}

extension GRDB.Configuration {
    /// A connection that changes nothing.
    static var reading: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "mjtask-copy-source"
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        return configuration
    }

    /// What it writes is worth nothing until it is complete, and is made durable then.
    fileprivate static var copying: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "mjtask-copy-target"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
        }
        return configuration
    }
}

/// A file that gets its name once it is whole and on the disk; removed when the value goes before.
///
/// It is locked meanwhile: only one that nobody holds was left behind, and is made anew.
final class UnfinishedFile {
    let path: String
    private let descriptor: CInt
    private var isPlaced = false

    /// - Parameter make: Makes the file at the path; gives its descriptor.
    init(path: String, make: (String) throws(StorageError) -> CInt) throws(StorageError) {
        try Self.removeLeftOver(path)
        let made = try make(path)
        // Somebody may have taken it for left behind before it was locked.
        guard flock(made, LOCK_EX | LOCK_NB) == 0, Self.isFile(made, at: path) else {
            close(made)
            throw Self.isInUse
        }
        self.path = path
        descriptor = made
    }

    deinit {
        if !isPlaced { Self.remove(path) }
        close(descriptor)
    }

    /// - Parameter replace: Whether a file of that name may be replaced.
    func place(at final: String, replace: Bool) throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw .system("fsync", path) }
        if replace {
            guard rename(path, final) == 0 else { throw .system("rename to", final) }
        } else {
            // Unlike rename(2), link(2) never replaces a file that somebody has made meanwhile.
            guard link(path, final) == 0 else { throw .system("make", final) }
            unlink(path)
        }
        isPlaced = true
        try Self.syncFolder(of: final)
    }

    /// Makes the names in the folder of `path` durable.
    static func syncFolder(of path: String) throws(StorageError) {
        let folder = OwnedFile.directory(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("fsync", folder) }
    }

    private static let isInUse = StorageError.invalid(
        what: "the file",
        reason: "is just being written by another backup"
    )

    /// The name is taken away by nobody but who holds the lock of its file.
    private static func removeLeftOver(_ path: String) throws(StorageError) {
        let left = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard left >= 0 else {
            if errno == ENOENT { return }
            throw .system("open", path)
        }
        defer { close(left) }
        guard flock(left, LOCK_EX | LOCK_NB) == 0, isFile(left, at: path) else { throw isInUse }
        remove(path)
    }

    private static func isFile(_ descriptor: CInt, at path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    private static func remove(_ path: String) {
        for suffix in ["-wal", "-shm", "-journal", ""] { unlink(path + suffix) }
    }
}

extension StorageError {
    /// A call of the system that has just failed.
    static func system(_ call: String, _ path: String) -> StorageError {
        .unavailable(operation: "\(call) \(path)", reason: String(cString: strerror(errno)))
    }
}
