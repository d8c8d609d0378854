import Glibc

/// Listening sockets passed by the service manager:
/// https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html
package struct InheritedSockets: Sendable {
    /// SD_LISTEN_FDS_START
    private static let firstDescriptor: Int32 = 3

    private var sockets: [(name: String, descriptor: Int32)] = []

    /// Reads `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`; empty when they are not for `pid`.
    /// Sets close-on-exec on each.
    package init(environment: [String: String], pid: Int32) {
        guard environment["LISTEN_PID"].flatMap(Int32.init) == pid,
            let count = environment["LISTEN_FDS"].flatMap(Int32.init),
            // More than a process can have open is nobody's message to us.
            (1...65_536).contains(count)
        else { return }
        let names = environment["LISTEN_FDNAMES"]?
            .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        for index in 0..<count {
            let descriptor = Self.firstDescriptor + index
            let flags = fcntl(descriptor, F_GETFD)
            guard flags >= 0, fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) == 0 else { continue }
            let name = names.flatMap { $0.count > index ? $0[Int(index)] : nil }
            sockets.append((name ?? "", descriptor))
        }
    }

    /// The descriptor named by `FileDescriptorName=`, or the only one there is.
    package func descriptor(named name: String) -> Int32? {
        if sockets.count == 1 { return sockets[0].descriptor }
        return sockets.first { $0.name == name }?.descriptor
    }

    package var count: Int { sockets.count }
}
