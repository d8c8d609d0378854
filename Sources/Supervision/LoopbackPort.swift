import Glibc

/// A TCP port of this machine's loopback address.
package struct LoopbackPort: Sendable, Equatable {
    package let number: UInt16

    package init(_ number: UInt16) {
        self.number = number
    }

    /// One that nobody listens on just now.
    package static func unused() -> LoopbackPort? {
        withSocket { descriptor in
            guard bind(descriptor, port: 0) else { return nil }
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let named = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &size)
                }
            }
            return named == 0 ? LoopbackPort(UInt16(bigEndian: address.sin_port)) : nil
        }
    }

    /// Whether a server could listen on it.
    package var isFree: Bool {
        Self.withSocket { Self.bind($0, port: number) } ?? false
    }

    /// Whether a server accepts on it.
    package var accepts: Bool {
        Self.withSocket { descriptor in
            Self.withAddress(port: number) { connect(descriptor, $0, $1) } == 0
        } ?? false
    }

    private static func withSocket<Result>(_ body: (Int32) -> Result?) -> Result? {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return body(descriptor)
    }

    /// As servers do: connections of a server that has just ended don't count.
    private static func bind(_ descriptor: Int32, port: UInt16) -> Bool {
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return withAddress(port: port) { Glibc.bind(descriptor, $0, $1) } == 0
    }

    private static func withAddress<Result>(
        port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
