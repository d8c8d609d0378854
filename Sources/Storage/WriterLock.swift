import Glibc

/// The turn to write: one process at a time, in the order of asking as far as two locks can give.
///
/// SQLite's own waiting for a lock sleeps and tries again
/// (https://www.sqlite.org/c3ref/busy_timeout.html), which wastes time and starves the unlucky;
/// `flock` wakes the next one. But it is not fair: who releases it and asks again at once gets it
/// before the one who was woken (measured: 197 of 200 times). Hence a second lock, the turnstile:
/// it is taken first and released as soon as the turn is ours, so the one who stands in it is
/// next, whoever else asks.
///
/// Locks belong to the open file description (flock(2)): two stores in a process exclude each
/// other, and the kernel releases the locks of a process that dies.
final class WriterLock: Sendable {
    /// Of the lock file, after the database's name.
    static let suffix = "-writer.lock"

    /// Held while writing.
    private let turn: CInt
    private let turnstile: CInt
    let path: String

    init(databasePath: String) throws(StorageError) {
        path = databasePath + Self.suffix
        turn = try OwnedFile.open(path)
        do {
            turnstile = try OwnedFile.open(databasePath + "-writer.turnstile")
        } catch {
            close(turn)
            throw error
        }
    }

    deinit {
        close(turnstile)
        close(turn)
    }

    /// Waits for the turn.
    func acquire() throws(StorageError) {
        try lock(turnstile)
        defer { flock(turnstile, LOCK_UN) }
        try lock(turn)
    }

    func release() {
        flock(turn, LOCK_UN)
    }

    private func lock(_ descriptor: CInt) throws(StorageError) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw .unavailable(
                    operation: "lock \(path)",
                    reason: String(cString: strerror(errno))
                )
            }
        }
    }
}
