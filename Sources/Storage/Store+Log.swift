import Dispatch
import GRDB
import Glibc

extension Store {
    /// Moves the write-ahead log into the database, as far as readers let it.
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
/// (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files). A large log is
/// therefore emptied while nobody may write.
private func moveLog(of store: Store.Configuration) throws {
    var configuration = GRDB.Configuration()
    configuration.label = "mjtask-checkpoint"
    // The longest that writers of all processes wait for readers to leave the log.
    configuration.busyMode = .timeout(0.2)
    let database = try DatabaseQueue(path: store.path, configuration: configuration)
    defer { try? database.close() }
    try database.writeWithoutTransaction { database in
        try database.checkpoint(.passive)
        guard fileSize(store.path + "-wal") > store.largestLog else { return }
        let lock = try WriterLock(databasePath: store.path)
        try lock.acquire()
        defer { lock.release() }
        do {
            try database.checkpoint(.truncate)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // A reader is still in it: the next call tries again.
        }
    }
}

/// 0 for a file that is not there.
func fileSize(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
}
