import Foundation
import Glibc
import HotState
import Logging
import Storage
import Systemd
import Upstream

/// What a responder does every second beside answering: it finishes for writers that died, closes
/// connections to channels that are not used any more, looks whether the database can be used, and
/// tells the service manager's watchdog that it lives.
///
/// A database that fails is said in the log and by healthz, and is no reason for a restart, which
/// would not mend it; only a look that never returns keeps the watchdog waiting.
final class Housekeeping: Sendable {
    private let store: Store
    private let versions: Versions
    private let channels: SubmitClient?
    private let notifier: Notifier
    private let logger: Logger
    private let stop = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread.
    init(
        store: Store,
        versions: Versions,
        channels: SubmitClient?,
        notifier: Notifier,
        logger: Logger
    ) {
        self.store = store
        self.versions = versions
        self.channels = channels
        self.notifier = notifier
        self.logger = logger
        let thread = Thread { [self] in
            run()
            ended.signal()
        }
        thread.name = "housekeeping"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Waits for the thread to end.
    func end() {
        stop.signal()
        ended.wait()
    }

    private func run() {
        let period = min(.seconds(1), notifier.watchdogInterval ?? .seconds(1))
        let pause = DispatchTimeInterval.milliseconds(Int(period / .milliseconds(1)))
        var nextWatchdog = ContinuousClock.now
        var isHealthy = true
        repeat {
            if versions.heal() > 0 {
                logger.warning("finished for a writer that died")
            }
            channels?.closeIdle()
            // Others announce in another file by now: an orderly end, and the service manager
            // starts a process that maps that one.
            if versions.isDetached { kill(getpid(), SIGTERM) }
            guard let interval = notifier.watchdogInterval, ContinuousClock.now >= nextWatchdog
            else { continue }
            do {
                try store.check()
                isHealthy = true
            } catch {
                if isHealthy {
                    logger.error(
                        "the database cannot be used",
                        metadata: ["reason": "\(error)"]
                    )
                }
                isHealthy = false
            }
            notifier.watchdog()
            // Counted from now: a check that took long must not be followed by a burst.
            nextWatchdog = .now + interval
        } while stop.wait(timeout: .now() + pause) == .timedOut
    }
}
