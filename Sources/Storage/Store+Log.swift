import Dispatch
import GRDB
import Glibc

extension Store {
    /// Moves the write-ahead log into the database, as far as readers let it, and sees to it that
    /// its file is neither too short nor too long.
    package func checkpointLog() async throws(StorageError) {
        let store = configuration
        let result: Result<Void, StorageError> = await withCheckedContinuation { continuation in
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
        try result.get()
    }
}

/// Has a connection of its own, so that the writer is not kept from its commits.
///
/// A PASSIVE checkpoint blocks nobody, but the log starts anew only when a writer finds all of it
/// moved; under steady writes that never happens and it would grow without end
/// (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files). What writers have added
/// to a long one meanwhile is therefore moved while nobody may write, so that it starts anew.
private func moveLog(of store: Store.Configuration) throws {
    var configuration = GRDB.Configuration()
    configuration.label = "mjtask-checkpoint"
    // The longest that writers of all processes wait for readers to leave the log.
    configuration.busyMode = .timeout(0.2)
    let database = try DatabaseQueue(path: store.path, configuration: configuration)
    defer { try? database.close() }
    let reserved = min(store.reservedLog, store.largestLog / 2)
    try database.writeWithoutTransaction { database in
        let frames = try database.checkpoint(.passive).walFrameCount
        let used = Int64(frames) * (try database.pageSize() + 24)
        let length = fileSize(store.path + "-wal")
        let isLong = used > reserved / 4
        guard isLong || length > store.largestLog || length < reserved else { return }
        let lock = try WriterLock(databasePath: store.path)
        try lock.acquire()
        defer { lock.release() }
        do {
            if length > store.largestLog {
                try database.checkpoint(.truncate)
            } else if isLong {
                try database.checkpoint(.restart)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // A reader is still in it: the next call tries again.
        }
        if fileSize(store.path + "-wal") < reserved {
            try database.lengthenLog(of: store, to: reserved)
        }
    }
}

extension Database {
    fileprivate func pageSize() throws -> Int64 {
        try selectOne("PRAGMA page_size") { $0.integer(0) } ?? 0
    }

    /// Makes the log's file as long as is reserved for it, by a transaction that is rolled back
    /// after its pages have been spilled to the log (https://www.sqlite.org/pragma.html#pragma_cache_spill).
    ///
    /// Commits then overwrite blocks that the file system has laid down already, and a sync need
    /// not commit to its journal as well: a submit's two syncs together take half as long.
    fileprivate func lengthenLog(of store: Store.Configuration, to length: Int64) throws {
        // What is still in the cache at the end is not in the log.
        let cached: Int64 = 16
        try execute(sql: "PRAGMA cache_size = \(cached)")
        let bytes = length + 4 * cached * (try pageSize())
        try inTransaction(.immediate) {
            try execute(sql: "CREATE TABLE reserved_log (bytes BLOB)")
            try execute(
                sql: "INSERT INTO reserved_log VALUES (zeroblob(?))",
                arguments: [bytes]
            )
            return .rollback
        }
        // Else the next commit's sync would do it.
        let log = open(store.path + "-wal", O_RDWR | O_CLOEXEC)
        guard log >= 0 else { return }
        fdatasync(log)
        close(log)
    }
}

/// 0 for a file that is not there.
func fileSize(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
}
