/// Listening sockets passed by the service manager: https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html
package struct InheritedSockets: Sendable {
    /// Reads `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`; empty when they are not for `pid`.
    /// Sets close-on-exec on each.
    package init(environment: [String: String], pid: Int32) { fatalError("stub") }
    /// The descriptor named by `FileDescriptorName=`, or the only one there is.
    package func descriptor(named name: String) -> Int32? { fatalError("stub") }
    package var count: Int { fatalError("stub") }
}
