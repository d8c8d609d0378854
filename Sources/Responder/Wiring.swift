import FastCGI
import Foundation
import HotState
import Logging
import Settings
import Storage
import Systemd
import TaskAPI
import Upstream

/// Puts a responder together, waits for the signal to stop, and takes it apart again.
///
/// Threads: this one waits for signals; the workers answer; ``Housekeeping`` has its own.
struct Wiring {
    let part: Application.Part
    let socketPath: String?
    let settingsFile: String?

    /// - Returns: the exit status.
    func run() -> Int32 {
        let signals = StopSignals()
        LoggingSystem.bootstrap { JournalLogHandler(label: $0) }
        var logger = Logger(label: "mjtask-\(part.rawValue)")
        do {
            let settings = try Settings(environment: environment, file: settingsFile)
            logger.logLevel = settings.logLevel
            return try serve(settings, until: signals, logger)
        } catch let error as SettingsError {
            for problem in error.problems {
                logger.critical("a setting is wrong", metadata: ["problem": "\(problem)"])
            }
            return EX_CONFIG
        } catch {
            logger.critical("cannot start", metadata: ["reason": "\(error)"])
            return EXIT_FAILURE
        }
    }

    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    private func serve(
        _ settings: Settings,
        until signals: StopSignals,
        _ logger: Logger
    ) throws -> Int32 {
        let notifier = Notifier(environment: environment)
        let databaseID = try Store.prepare(settings.store, logger: logger)
        let versions = try Versions(
            directory: settings.runDirectory,
            databaseID: databaseID,
            logger: logger
        )
        if part == .relay { try versions.prepareToWrite() }
        let store = try Store(configuration: settings.store, versions: versions, logger: logger)
        let socket = try ResponderSocket(
            part: part,
            path: socketPath,
            settings: settings,
            environment: environment
        )
        let channels = part == .relay ? SubmitClient(configuration: settings.channels) : nil
        let services = Application.Services(
            configuration: settings.taskAPI,
            hotState: settings.hotState,
            versions: versions,
            store: store,
            channels: channels,
            logger: logger
        )
        let workers = part == .relay ? settings.relayWorkers : settings.listWorkers
        let pool = WorkerPool(listener: socket.descriptor, configuration: workers) { [part] in
            Application(part: part, services: services)
        }
        let housekeeping = Housekeeping(
            store: store,
            versions: versions,
            channels: channels,
            notifier: notifier,
            logger: logger
        )
        notifier.ready(status: "answering with \(workers.threads) workers")
        logger.info(
            "ready",
            metadata: ["workers": "\(workers.threads)", "socket": "\(socket.description)"]
        )

        let signal = signals.wait()

        notifier.stopping()
        logger.info("stopping", metadata: ["signal": "\(signal)"])
        // A submit that is cut while it waits leaves its client without an answer.
        let patience = Patience(submitTimeout: settings.channels.submitTimeout)
        let longestWait = part == .relay ? patience.whole + .seconds(5) : .zero
        let busy = pool.stop(within: max(settings.stopTimeout, longestWait))
        housekeeping.end()
        socket.close()
        guard busy == 0 else {
            logger.error(
                "requests were cut short; raise the stop timeout",
                metadata: ["requests": "\(busy)"]
            )
            // Workers are still using what exit() and the calls below would take away.
            _exit(EXIT_FAILURE)
        }
        store.close()
        logger.info("stopped")
        return EXIT_SUCCESS
    }
}
