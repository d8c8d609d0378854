import Glibc

/// A listening unix socket, opened to be handed to a child, as a service manager does; closed with
/// the value.
package final class ListeningSocket: Sendable {
    package let descriptor: Int32

    /// - Parameter mode: of the socket's file.
    package init(path: String, backlog: Int32 = 1024, mode: mode_t = 0o660) throws(SocketError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw SocketError(path: path, call: "bind", errno: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else {
            throw SocketError(path: path, call: "socket", errno: errno)
        }
        unlink(path)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        let failed: String? =
            if bound != 0 {
                "bind"
            } else if chmod(path, mode) != 0 {
                "chmod"
            } else if listen(descriptor, backlog) != 0 {
                "listen"
            } else {
                nil
            }
        if let failed {
            let code = errno
            close(descriptor)
            throw SocketError(path: path, call: failed, errno: code)
        }
    }

    deinit {
        close(descriptor)
    }
}

/// A socket that could not be opened.
package struct SocketError: Error, CustomStringConvertible {
    package let path: String
    package let call: String
    package let errno: Int32

    package var description: String {
        "open \(path): \(call): \(String(cString: strerror(errno)))"
    }
}
