import Dispatch
import GRDB
import Glibc
import Synchronization

extension Store {
    /// Moves the write-ahead log into the database, as far as readers let it, and sees to it that
    /// its file is neither too short nor too long.
    ///
    /// Costs a stat(2) where nobody has written since all of it was moved.
    package func checkpointLog() async throws(StorageError) {
        let store = configuration
        let written = writeTime(store.path + "-wal")
        guard written == 0 || written != movedLog.withLock({ $0 }) else { return }
        let result: Result<Bool, StorageError> = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                do {
                    continuation.resume(returning: .success(try moveLog(of: store)))
                } catch {
                    continuation.resume(
                        returning: .failure(StorageError("checkpoint the log", error))
                    )
                }
            }
        }
        if try result.get() { movedLog.withLock { $0 = written } }
    }
}

/// Has a connection of its own, so that the writer is not kept from its commits.
///
/// A PASSIVE checkpoint blocks nobody, but the log starts anew only when a writer finds all of it
/// moved; under steady writes that never happens and it would grow without end
/// (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files). What writers have added
/// to a long one meanwhile is therefore moved while nobody may write, so that it starts anew.
///
/// - Returns: whether there is nothing more to be done until somebody writes.
private func moveLog(of store: Store.Configuration) throws -> Bool {
    var configuration = GRDB.Configuration()
    configuration.label = "mjtask-checkpoint"
    // The longest that writers of all processes wait for readers to leave the log.
    configuration.busyMode = .timeout(0.2)
    let database = try DatabaseQueue(path: store.path, configuration: configuration)
    defer { try? database.close() }
    let reserved = min(store.reservedLog, store.largestLog / 2)
    return try database.writeWithoutTransaction { database in
        let (frames, moved) = try database.checkpoint(.passive)
        let length = fileSize(store.path + "-wal")
        // While somebody reads what is in it, it cannot start anew, and to wait for that would
        // keep writers from their turn.
        let isHeld = moved < frames
        let isCut = !isHeld && length > store.largestLog
        let isShort = length < reserved && hasRoom(for: 4 * reserved, beside: store.path)
        // Where nobody wrote meanwhile, the next writer will start it anew.
        let isLong =
            try !isHeld && Int64(frames) * (database.pageSize() + 24) > reserved / 4
            && database.checkpoint(.passive).walFrameCount > frames
        guard isLong || isCut || isShort else { return !isHeld }
        let lock = try WriterLock(databasePath: store.path)
        do {
            try lock.acquire()
            defer { lock.release() }
            if isCut { try database.startLogAnew(.truncate) }
            if isLong, !isCut { try database.startLogAnew(.restart) }
            if isShort { try database.lengthenLog(to: reserved) }
        }
        // Else the next commit's sync would do it.
        if isShort { sync(store.path + "-wal") }
        // The next call looks what came of it.
        return false
    }
}

private func hasRoom(for bytes: Int64, beside path: String) -> Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) > UInt64(bytes)
}

private func sync(_ path: String) {
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return }
    fdatasync(file)
    close(file)
}

extension Database {
    fileprivate func pageSize() throws -> Int64 {
        try selectOne("PRAGMA page_size") { $0.integer(0) } ?? 0
    }

    fileprivate func startLogAnew(_ mode: CheckpointMode) throws {
        do {
            try checkpoint(mode)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // A reader is in it by now: the next call tries again.
        }
    }

    /// Makes the log's file as long as is reserved for it, by a transaction that is rolled back
    /// after its pages have been spilled to the log (https://www.sqlite.org/pragma.html#pragma_cache_spill).
    ///
    /// Commits then overwrite blocks that the file system has laid down already, and a sync need
    /// not commit to its journal as well: a submit's two syncs together take half as long.
    fileprivate func lengthenLog(to length: Int64) throws {
        // What is still in the cache at the end is not in the log.
        let cached: Int64 = 16
        try execute(sql: "PRAGMA cache_size = \(cached)")
        try inTransaction(.immediate) {
            try execute(sql: "CREATE TABLE reserved_log (bytes BLOB)")
            try execute(
                sql: "INSERT INTO reserved_log VALUES (zeroblob(?))",
                arguments: [length + 4 * cached * (try pageSize())]
            )
            return .rollback
        }
    }
}

/// In nanoseconds since 1970; 0 for a file that is not there.
private func writeTime(_ path: String) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
}

/// 0 for a file that is not there.
func fileSize(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
}
