import CFastCGI
import Glibc
import Synchronization

/// A unix socket that a program opens when it inherits none.
///
/// The socket is bound beside its path and renamed into place when it listens: a client never
/// finds a socket nobody accepts on, and one that somebody answers on is never taken away.
package final class ListeningSocket: Sendable {
    package let path: String
    package let descriptor: Int32
    private let file: FileIdentity
    private let isOpen = Mutex(true)

    /// nginx answers 502 at once when the backlog is full; 511 is its own default for `listen`.
    private static let backlog: Int32 = 511

    /// - Parameter mode: who may connect; by default the owner and the group.
    package init(path: String, mode: UInt32 = 0o660) throws(FastCGIError) {
        // Two programs that start on one path at once must not both find it free.
        let folder = try Self.lockFolder(of: path)
        defer { Glibc.close(folder) }
        try Self.checkThatNobodyAnswers(on: path)
        let descriptor = try Self.check("socket", path, Self.makeSocket())
        do {
            try Self.place(descriptor, at: path, mode: mode)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        file = FileIdentity(path: path)
    }

    deinit {
        close()
    }

    /// Stops listening and removes the file, unless a successor's lies there now.
    package func close() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            if FileIdentity(path: path) == file { unlink(path) }
            Glibc.close(descriptor)
        }
    }

    private static func place(
        _ descriptor: Int32,
        at path: String,
        mode: UInt32
    ) throws(FastCGIError) {
        let temporaryPath = path + ".new"
        guard let address = sockaddr_un(path: temporaryPath) else {
            throw .socketFailed(call: "bind", path: path, errno: ENAMETOOLONG)
        }
        unlink(temporaryPath)
        try check("bind", path, address.withSockaddr { bind(descriptor, $0, $1) })
        do {
            try check("chmod", path, chmod(temporaryPath, mode))
            try check("listen", path, listen(descriptor, backlog))
            try check("rename", path, rename(temporaryPath, path))
        } catch {
            unlink(temporaryPath)
            throw error
        }
    }

    private static func lockFolder(of path: String) throws(FastCGIError) -> Int32 {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = end.map { String(path[...$0]) } ?? "."
        let descriptor = try check(
            "open",
            path,
            open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        )
        flock(descriptor, LOCK_EX)
        return descriptor
    }

    private static func checkThatNobodyAnswers(on path: String) throws(FastCGIError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK, let address = sockaddr_un(path: path) else {
            throw .socketFailed(call: "bind", path: path, errno: EEXIST)
        }
        let probe = try check("socket", path, makeSocket())
        defer { Glibc.close(probe) }
        // A full backlog is EAGAIN, and also somebody.
        if address.withSockaddr({ connect(probe, $0, $1) }) == 0 || errno != ECONNREFUSED {
            throw .socketFailed(call: "bind", path: path, errno: EADDRINUSE)
        }
    }

    private static func makeSocket() -> Int32 {
        socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            0
        )
    }

    @discardableResult
    private static func check(
        _ call: String,
        _ path: String,
        _ result: Int32
    ) throws(FastCGIError) -> Int32 {
        guard result >= 0 else { throw .socketFailed(call: call, path: path, errno: errno) }
        return result
    }
}

/// Which file lies at a path, whatever its name.
private struct FileIdentity: Equatable {
    private var device: dev_t
    private var inode: ino_t

    init(path: String) {
        var status = stat()
        lstat(path, &status)
        device = status.st_dev
        inode = status.st_ino
    }
}

extension sockaddr_un {
    /// Nil when the path is too long: the address holds 107 bytes and a zero (unix(7)).
    fileprivate init?(path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: sun_path) else { return nil }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }

    fileprivate func withSockaddr(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        withUnsafePointer(to: self) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
