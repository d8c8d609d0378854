import Foundation
import HotState
import Logging
import Polling
import ServiceLifecycle
import Settings
import Storage
import Systemd
import UnixSignals
import Upstream

/// Puts the poller together and runs it until it is told to stop.
///
/// Not in `Main.swift`: closures made in a synchronous `main` belong to the main actor, and those
/// given to the service are called from other threads.
func poll(settingsFile: String?) async throws {
    let environment = ProcessInfo.processInfo.environment
    let settings = try Settings(environment: environment, file: settingsFile)
    LoggingSystem.bootstrap { JournalLogHandler(label: $0) }
    var logger = Logger(label: "mjtask-poller")
    logger.logLevel = settings.logLevel
    let notifier = Notifier(environment: environment)

    var configuration = settings.store
    configuration.doesCheckpoints = true
    let databaseID = try Store.prepare(configuration, logger: logger)
    let versions = try Versions(
        directory: settings.runDirectory,
        databaseID: databaseID,
        logger: logger
    )
    try versions.prepareToWrite()
    let store = try Store(configuration: configuration, versions: versions, logger: logger)
    let sender = CallbackSender(configuration: settings.callbacks)
    let client = ChannelClient(configuration: settings.channels, logger: logger)

    let poller = PollerService(
        configuration: settings.polling,
        hotState: settings.hotState,
        versions: versions,
        store: store,
        channels: ChannelAccess(client),
        deliver: { delivery, now async throws(CallbackError) in
            try await sender.send(delivery, at: now)
        },
        logger: logger,
        events: PollerService.Events(
            // Ready as well: a unit that waits for its turn has started.
            standsBy: { notifier.ready(status: "standing by: another poller works") },
            polls: { notifier.ready(status: "polling") },
            ticks: {
                notifier.watchdog()
                // Others announce in another file by now: an orderly end, and the service manager
                // starts a process that maps that one.
                if versions.isDetached { kill(getpid(), SIGTERM) }
            },
            stops: { notifier.stopping() }
        )
    )
    var group = ServiceGroupConfiguration(
        services: [.init(service: poller, serviceName: "poller")],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger
    )
    group.maximumGracefulShutdownDuration = settings.stopTimeout

    let result = await Result { try await ServiceGroup(configuration: group).run() }
    await client.shutdown()
    await sender.shutdown()
    store.close()
    try result.get()
}

extension Result where Failure == any Error {
    /// What `body` returns or throws.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
