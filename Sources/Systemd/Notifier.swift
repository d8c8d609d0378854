import Glibc

/// Tells the service manager about this process:
/// https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
///
/// Does nothing without `NOTIFY_SOCKET`. Safe from any thread. A message that cannot be delivered
/// is dropped, as sd_notify's callers are told to do.
package struct Notifier: Sendable {
    /// Half of `WATCHDOG_USEC`, when the watchdog watches this process; nil otherwise.
    package let watchdogInterval: Duration?
    private let socketName: String?

    package init(environment: [String: String]) {
        socketName = environment["NOTIFY_SOCKET"]
        watchdogInterval = Self.watchdogInterval(environment, pid: getpid())
    }

    package func ready(status: String) {
        send("READY=1\n" + Self.assignment(status: status))
    }

    package func status(_ text: String) {
        send(Self.assignment(status: text))
    }

    package func stopping() {
        send("STOPPING=1")
    }

    package func watchdog() {
        send("WATCHDOG=1")
    }

    /// A line break in a status would begin another assignment.
    private static func assignment(status: String) -> String {
        "STATUS=" + (status.split(whereSeparator: \.isNewline).first ?? "")
    }

    /// https://www.freedesktop.org/software/systemd/man/latest/sd_watchdog_enabled.html:
    /// keep-alives should come "every half of the time".
    private static func watchdogInterval(_ environment: [String: String], pid: Int32) -> Duration? {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init), microseconds > 0
        else { return nil }
        if let watched = environment["WATCHDOG_PID"], Int32(watched) != pid { return nil }
        return .microseconds(microseconds) / 2
    }

    private func send(_ message: String) {
        guard let socketName, let (address, length) = Self.address(socketName) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(
                    descriptor,
                    message,
                    message.utf8.count,
                    Int32(MSG_NOSIGNAL),
                    address,
                    length
                )
            }
        }
    }

    /// A path, or an abstract name, which is written with "@" and sent with a zero in its place
    /// (unix(7)).
    private static func address(_ name: String) -> (sockaddr_un, socklen_t)? {
        var bytes = Array(name.utf8)
        var address = sockaddr_un()
        guard let first = bytes.first, bytes.count < MemoryLayout.size(ofValue: address.sun_path),
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@")
        else { return nil }
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let head = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path)
        return (address, socklen_t(head + bytes.count))
    }
}
