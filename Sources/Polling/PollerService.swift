package import HotState
package import Logging
import ServiceLifecycle
package import Storage
import TaskDocuments
package import Upstream

/// Keeps every task current: asks the channels, writes hot state, ends what is finished.
///
/// One poller works at a time: it holds the lock file, and a second one stands by. After the lock
/// comes the epoch, then the loops: the channels, the pictures, and the chores. On a graceful
/// shutdown their waits are cut short, what has ended is committed, and the lock is released.
package struct PollerService: Service {
    /// What the program around the service is told.
    package struct Events: Sendable {
        /// Another process polls; this one waits for its end.
        package var standsBy: @Sendable () -> Void
        /// This process polls.
        package var polls: @Sendable () -> Void
        /// Called every second or so while the service is alive, standing by or not.
        package var ticks: @Sendable () -> Void
        /// The service was told to stop.
        package var stops: @Sendable () -> Void

        package init(
            standsBy: @escaping @Sendable () -> Void = {},
            polls: @escaping @Sendable () -> Void = {},
            ticks: @escaping @Sendable () -> Void = {},
            stops: @escaping @Sendable () -> Void = {}
        ) {
            self.standsBy = standsBy
            self.polls = polls
            self.ticks = ticks
            self.stops = stops
        }
    }

    private let configuration: PollingConfiguration
    private let hotState: HotState.Configuration
    private let versions: Versions
    private let store: Store
    private let access: ChannelAccess
    private let deliver: CallbackDelivery.Deliver
    private let logger: Logger
    private let events: Events

    package init(
        configuration: PollingConfiguration,
        hotState: HotState.Configuration,
        versions: Versions,
        store: Store,
        channels: ChannelAccess,
        deliver: @escaping CallbackDelivery.Deliver,
        logger: Logger,
        events: Events = Events()
    ) {
        self.configuration = configuration
        self.hotState = hotState
        self.versions = versions
        self.store = store
        access = channels
        self.deliver = deliver
        self.logger = logger
        self.events = events
    }

    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown {
                guard let lock = try await acquireLock() else { return }
                try await poll(lock)
                withExtendedLifetime(lock) {}
            }
        } onGracefulShutdown: {
            events.stops()
        }
    }

    /// - Returns: nil when the service is to stop while it stands by.
    private func acquireLock() async throws -> PollerLock? {
        var isStandingBy = false
        while !Task.isCancelled {
            if let lock = try PollerLock.acquire(configuration.lockFile) { return lock }
            if !isStandingBy {
                isStandingBy = true
                logger.notice("another poller works, standing by")
                events.standsBy()
            }
            events.ticks()
            _ = try? await Task.sleep(for: configuration.refreshInterval / 2)
        }
        return nil
    }

    private func poll(_ lock: PollerLock) async throws {
        let files = PictureFiles(directory: configuration.archiveDirectory)
        try await files.prepare()
        let epoch = try await store.beginEpoch()
        let reader = StoreReader(store: store, versions: versions)
        let flush = Flush(store: store, logger: logger)
        let archive = PictureArchive(
            configuration: configuration,
            files: files,
            access: access,
            logger: logger
        )
        let makeHotState = { @Sendable [hotState, versions, logger] in
            HotState(configuration: hotState, versions: versions, logger: logger)
        }
        let callbacks = Callbacks(
            configuration: configuration,
            store: store,
            flush: flush,
            documents: TaskDocument(
                pictures: PictureLinks(
                    key: try store.pictureKey(),
                    publicURL: configuration.publicURL
                )
            ),
            epoch: epoch,
            logger: logger,
            deliver: deliver
        )
        let services = PollChannel.Services(
            configuration: configuration,
            access: access,
            flush: flush,
            hot: HotWriter(epoch: epoch, makeHotState: makeHotState),
            pictures: archive,
            callbacks: callbacks,
            refreshes: RefreshClock(),
            logger: logger
        )
        let channels = FollowedChannels()
        let lostAnswers = LostAnswers(services: services, store: store, reader: reader)
        let cancellations = Cancellations(services: services, store: store, reader: reader)
        let hints = Hints(
            channels: channels,
            lostAnswers: lostAnswers,
            makeHotState: makeHotState
        )
        let loop = PollLoop(
            store: store,
            reader: reader,
            services: services,
            channels: channels,
            lock: lock,
            onRound: events.ticks
        )
        let retries = PictureRetries(
            configuration: configuration,
            store: store,
            reader: reader,
            archive: archive,
            flush: flush,
            logger: logger
        )
        let chores = Chores(
            configuration: configuration,
            store: store,
            reader: reader,
            flush: flush,
            logger: logger
        )

        logger.notice("polling", metadata: [LogKey.epoch: "\(epoch)"])
        events.polls()
        await withDiscardingTaskGroup { group in
            group.addTask { await loop.run() }
            group.addTask { await retries.run() }
            group.addTask { await chores.checkpointLog() }
            group.addTask { await chores.healVersions() }
            group.addTask { await chores.refundUploads() }
            group.addTask { await chores.forget() }
            group.addTask { await lostAnswers.run() }
            group.addTask { await cancellations.run() }
            group.addTask { await callbacks.run() }
            group.addTask { await hints.run() }
        }
        logger.notice("stopped polling")
    }
}
