package import Domain
import Glibc
package import Logging
import Synchronization

/// The operator's file of banned words, read again when it has changed.
///
/// One for all workers. The file is looked at once a second at most, by one of them while the
/// others go on with the words that there are; a file that cannot be read leaves them as they were.
package final class BannedWordFile: Sendable {
    private struct State {
        var words = BannedWords([])
        var stamp: Stamp?
        var nextLook: ContinuousClock.Instant?
        var failure: String?
    }

    /// What changes when a file is written or replaced.
    private struct Stamp: Equatable {
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    private struct Unreadable: Error {
        var reason: String
    }

    private static let pause = Duration.seconds(1)
    private static let largest = 16 << 20

    private let path: String
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter path: Empty: no words are banned.
    package init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    package func current(at now: ContinuousClock.Instant = .now) -> BannedWords {
        guard !path.isEmpty else { return state.withLock(\.words) }
        let (words, known, isDue) = state.withLock { state in
            let isDue = state.nextLook.map { $0 <= now } ?? true
            if isDue { state.nextLook = now + Self.pause }
            return (state.words, state.stamp, isDue)
        }
        return isDue ? look(words, known) : words
    }

    private func look(_ words: BannedWords, _ known: Stamp?) -> BannedWords {
        do throws(Unreadable) {
            guard let (text, stamp) = try read(unless: known) else { return words }
            let words = BannedWords(file: text)
            state.withLock { state in
                state.words = words
                state.stamp = stamp
                state.failure = nil
            }
            logger.info("banned words read", metadata: ["count": "\(words.count)"])
            return words
        } catch {
            let isNew = state.withLock { state in
                defer { state.failure = error.reason }
                return state.failure != error.reason
            }
            // Once, not once a second.
            if isNew {
                logger.error(
                    "banned words not read",
                    metadata: ["path": "\(path)", "error": "\(error.reason)"]
                )
            }
            return words
        }
    }

    /// Nil when the file is the one that is known.
    private func read(unless known: Stamp?) throws(Unreadable) -> (String, Stamp)? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw Unreadable(reason: String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw Unreadable(reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largest else {
            throw Unreadable(reason: "not a file of at most \(Self.largest) bytes")
        }
        let stamp = Stamp(
            inode: UInt(status.st_ino),
            size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec
        )
        if stamp == known { return nil }
        return (try text(of: file), stamp)
    }

    private func text(of file: CInt) throws(Unreadable) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 {
                guard errno == EINTR else {
                    throw Unreadable(reason: String(cString: strerror(errno)))
                }
                continue
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Unreadable(reason: "not UTF-8")
        }
        return text
    }
}
