package import Domain
import GRDB
import Glibc
package import Logging
import Synchronization

/// The system of record, a SQLite database: the only module that knows SQL.
///
/// Reads run on a small pool of connections, on the calling thread. Writes are queued, and one
/// thread at a time commits what has gathered as one transaction (``WriteQueue``); synchronous
/// methods block until their commit, `async` ones suspend.
package final class Store: Sendable {
    package let configuration: Configuration
    let clock: SubmitClock
    private let writer: DatabaseQueue
    private let readers: Readers
    private let writes: WriteQueue
    /// When the log had last been written to, by ``checkpointLog()`` that moved all of it.
    let movedLog = Mutex<Int64>(0)

    /// Opens a database that ``prepare(_:logger:)`` has made or brought up to date.
    package init(configuration: Configuration, versions: any VersionWriter, logger: Logger)
        throws(StorageError)
    {
        disableMemoryStatistics()
        self.configuration = configuration
        clock = SubmitClock(now: configuration.clock, logger: logger)
        guard access(configuration.path, F_OK) == 0 else {
            throw .unavailable(operation: "open \(configuration.path)", reason: "it does not exist")
        }
        let lock = try WriterLock(databasePath: configuration.path)
        do {
            writer = try DatabaseQueue(
                path: configuration.path,
                configuration: .writer(of: configuration)
            )
            // This first read also makes the -wal and -shm files, which read-only connections
            // need (https://www.sqlite.org/wal.html#readonly), and which stay as long as the
            // writer is open.
            try writer.read(Schema().verify)
            readers = try Readers(of: configuration)
            writes = WriteQueue(
                database: writer,
                lock: lock,
                versions: versions,
                configuration: configuration
            )
        } catch {
            throw StorageError("open the database", error)
        }
    }

    deinit {
        close()
    }

    /// Whether a read and the write lock work just now; for health reports. Never blocks long.
    package func check() throws(StorageError) {
        _ = try read("check the database") { try $0.metaInteger(Meta.pollerEpoch) }
        let lockFile = configuration.path + WriterLock.suffix
        for path in [lockFile, configuration.path, OwnedFile.directory(of: configuration.path)] {
            guard access(path, W_OK) == 0 else {
                throw .unavailable(
                    operation: "write to \(path)",
                    reason: String(cString: strerror(errno))
                )
            }
        }
        if let duration = writes.busyFor, duration >= configuration.stuckAfter {
            throw .unavailable(
                operation: "write to the database",
                reason: "the turn to write does not come"
            )
        }
    }

    /// Takes a turn to write and gives it back: returns once writes get through.
    package func takeTurn() async throws(StorageError) {
        try await write("take a turn") { _ in }
    }

    /// How many writes wait to be taken up; a measure of load.
    package var queuedWrites: Int { writes.count }

    /// A random 32-byte key kept in the database, made at its creation: signs picture links.
    package func pictureKey() throws(StorageError) -> [UInt8] {
        try read("read the picture key") { database in
            try database.meta(Meta.pictureKey) { $0.blob(0) }
        }
    }

    /// Finishes queued writes and closes all connections.
    package func close() {
        writes.close()
        // They fail only if they are closed already. The writer is the last, because a read-only
        // connection that is closed last leaves the log behind.
        try? readers.close()
        try? writer.close()
    }

    // MARK: The two doors to SQLite

    /// Runs `body` in a read transaction, on the calling thread.
    func read<Value>(_ operation: StaticString, _ body: (Database) throws -> Value)
        throws(StorageError) -> Value
    {
        do {
            return try readers.read(body)
        } catch {
            throw StorageError(operation, error)
        }
    }

    /// The same on a thread of the pool's own.
    func read<Value: Sendable>(
        _ operation: StaticString,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            return try await readers.read(body)
        } catch {
            throw StorageError(operation, error)
        }
    }

    /// Has `body` done, by this thread if nobody else writes, and blocks until it is durable.
    func write<Value: Sendable>(
        _ operation: StaticString,
        _ body: @escaping @Sendable (WriteTransaction) throws -> Value
    ) throws(StorageError) -> Value {
        let answer = BlockingAnswer<Result<Value, StorageError>>()
        writes.enqueue(operation, by: .caller, body, completion: answer.give)
        return try answer.wait().get()
    }

    /// The same for asynchronous callers.
    func write<Value: Sendable>(
        _ operation: StaticString,
        _ body: @escaping @Sendable (WriteTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        let result = await withCheckedContinuation { continuation in
            writes.enqueue(operation, by: .thread, body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}
