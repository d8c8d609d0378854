import Domain
import Glibc

/// The right to poll: a file lock, held by one process and freed by the kernel with its death.
///
/// The locked file is also the heartbeat: its content and its time of change say when the last
/// round was completed. It is never removed or replaced, which would let two hold "the" lock.
final class PollerLock: Sendable {
    private let descriptor: Int32

    /// - Returns: nil while another process holds the lock.
    static func acquire(_ path: String) throws(PollingError) -> PollerLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .lockFailed(call: "open", path: path, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let failure = errno
            close(descriptor)
            if failure == EWOULDBLOCK { return nil }
            throw .lockFailed(call: "flock", path: path, errno: failure)
        }
        return PollerLock(descriptor: descriptor)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Says that a round was completed at `now`. A failure shows as an old heartbeat.
    func beat(at now: Milliseconds) {
        let text = Array("\(now)\n".utf8)
        if pwrite(descriptor, text, text.count, 0) == text.count {
            _ = ftruncate(descriptor, text.count)
        }
    }
}
