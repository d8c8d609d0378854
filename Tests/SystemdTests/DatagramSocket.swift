import Glibc

/// A service manager's end of `NOTIFY_SOCKET`.
final class DatagramSocket {
    private let descriptor: Int32

    /// - Parameter name: a path, or "@" and an abstract name.
    init(name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(name.utf8).map { $0 == UInt8(ascii: "@") ? 0 : $0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length)
            }
        }
        guard result == 0 else { throw Failure(errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    struct Failure: Error {
        let errno: Int32
    }

    /// The next message, with its assignments apart.
    func receive() throws -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(errno: errno) }
        return String(decoding: buffer[..<count], as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }
}
