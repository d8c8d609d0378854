import Foundation
import HotState
import Logging
import Storage
import Systemd

/// What a responder does every second beside answering: it finishes for writers that died, and
/// tells the service manager's watchdog that the database can be used.
final class Housekeeping: Sendable {
    private let store: Store
    private let versions: Versions
    private let notifier: Notifier
    private let logger: Logger
    private let stop = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread.
    init(store: Store, versions: Versions, notifier: Notifier, logger: Logger) {
        self.store = store
        self.versions = versions
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
            guard let interval = notifier.watchdogInterval, ContinuousClock.now >= nextWatchdog
            else { continue }
            do {
                try store.check()
                notifier.watchdog()
                // Counted from now: a check that took long must not be followed by a burst.
                nextWatchdog = .now + interval
                isHealthy = true
            } catch {
                // Said once: the watchdog ends the process if it stays so.
                if isHealthy {
                    logger.error(
                        "the database cannot be used",
                        metadata: ["reason": "\(error)"]
                    )
                }
                isHealthy = false
            }
        } while stop.wait(timeout: .now() + pause) == .timedOut
    }
}
