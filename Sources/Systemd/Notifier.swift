/// Tells the service manager about this process: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
///
/// Does nothing without `NOTIFY_SOCKET`. Safe from any thread.
package struct Notifier: Sendable {
    package init(environment: [String: String]) { fatalError("stub") }
    package func ready(status: String) { fatalError("stub") }
    package func status(_ text: String) { fatalError("stub") }
    package func stopping() { fatalError("stub") }
    package func reloading() { fatalError("stub") }
    package func watchdog() { fatalError("stub") }
    /// Half of `WATCHDOG_USEC`, when the watchdog watches this process; nil otherwise.
    package var watchdogInterval: Duration? { fatalError("stub") }
}
