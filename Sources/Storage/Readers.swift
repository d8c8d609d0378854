import Dispatch
import GRDB
import Synchronization

/// A bounded number of read-only connections, which threads take in turn.
///
/// GRDB's own pool asks for the version of the schema before each read, prepares the statements of
/// its transaction each time and makes a key path: three quarters of what a small read took.
final class Readers: Sendable {
    private let path: String
    private let configuration: GRDB.Configuration
    private let count: Int
    /// Of those that may be taken.
    private let places: DispatchSemaphore
    /// Opened when first needed; the one used last at the end. Nil: closed.
    private let idle: Mutex<[DatabaseQueue]?>
    /// Its threads read for those that must not block.
    private let threads = DispatchQueue(label: "mjtask-readers", attributes: .concurrent)

    /// Opens the first connection.
    init(of store: Store.Configuration) throws {
        path = store.path
        configuration = .reader(of: store)
        count = max(1, store.readers)
        places = DispatchSemaphore(value: count)
        idle = Mutex([try DatabaseQueue(path: path, configuration: configuration)])
    }

    /// Runs `body` in a read transaction, on the calling thread, which waits for its turn.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        places.wait()
        defer { places.signal() }
        let kept = try idle.withLock { idle in
            guard idle != nil else { throw StorageError.closing }
            return idle?.popLast()
        }
        let connection = try kept ?? DatabaseQueue(path: path, configuration: configuration)
        defer { idle.withLock { $0?.append(connection) } }
        return try connection.unsafeRead { database in
            try database.run("BEGIN")
            // What was read stays valid, and a transaction that has read has nothing to lose.
            defer { if (try? database.run("COMMIT")) == nil { try? database.rollback() } }
            return try body(database)
        }
    }

    /// The same on another thread.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            threads.async {
                continuation.resume(with: Result { try self.read(body) })
            }
        }
    }

    /// Waits for the reads under way, and closes all connections; later reads fail. To be called
    /// by one thread at a time.
    func close() throws {
        for _ in 0..<count { places.wait() }
        defer { for _ in 0..<count { places.signal() } }
        let connections = idle.withLock { idle in
            defer { idle = nil }
            return idle ?? []
        }
        for connection in connections { try connection.close() }
    }
}
