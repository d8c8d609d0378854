package import Domain
import HotState
import Logging
package import Storage

/// How an installation is doing, for operators.
package struct InstallationStatus: Sendable {
    package enum Redis: String, Sendable, Codable {
        case reachable, unreachable
        /// By settings.
        case unused
    }

    package enum Poller: String, Sendable, Codable {
        case working
        /// It holds its lock, and has not finished a round for long.
        case stale
        /// Nobody holds the lock.
        case absent
    }

    package var store: StoreStatus
    package var redis: Redis
    package var poller: Poller
    /// nil: there has been no round.
    package var pollerAge: Duration?
    /// Whether some process is between announcing a change and finishing it.
    package var isWriterAnnounced: Bool
    /// Files that the services cannot write, because somebody else owns them.
    package var foreignFiles: [String]
    /// Enabled channels that get no new tasks, because they failed.
    package var openChannels: [Channel]

    /// What is wrong, each with what to do about it.
    package var problems: [String] {
        var problems: [String] = []
        if redis == .unreachable {
            problems.append("Redis does not answer: start it, or correct MJTASK_REDIS_SOCKET")
        }
        switch poller {
        case .working: break
        case .stale: problems.append("the poller is stuck: journalctl -u mjtask-poller")
        case .absent: problems.append("no poller works: systemctl start mjtask-poller")
        }
        problems += foreignFiles.map { "\($0) belongs to another user: chown it" }
        problems += openChannels.map {
            "channel \($0.name) is disabled automatically (\($0.health?.reason ?? "failed")): "
                + "mjtask channels test \($0.id)"
        }
        return problems
    }
}

extension Installation {
    /// - Parameter staleAfter: `TaskAPIConfiguration.pollerStaleAfter`.
    package func status(staleAfter: Duration) throws(AdministrationError) -> InstallationStatus {
        let storeStatus: StoreStatus
        do {
            storeStatus = try store.status()
        } catch {
            throw AdministrationError(error, action: "read the status", hint: "")
        }
        let openChannels = try channels().filter { $0.status == .enabled && $0.isOpen }
        let lock = PollerLock(path: configuration.pollerFile)
        let age = lock.lastRound.map { Duration.milliseconds(wallClock() - $0) }
        let isFresh = age.map { $0 <= staleAfter } ?? false
        return InstallationStatus(
            store: storeStatus,
            redis: redisStatus(),
            poller: lock.isHeld ? (isFresh ? .working : .stale) : .absent,
            pollerAge: age,
            isWriterAnnounced: versions.versionOfEverything() == nil,
            foreignFiles: [Self.folder(of: configuration.store.path), configuration.runDirectory]
                .flatMap(ForeignFiles.find),
            openChannels: openChannels
        )
    }

    private func redisStatus() -> InstallationStatus.Redis {
        guard !configuration.hotState.redisSocket.isEmpty else { return .unused }
        return makeHotState().ping() ? .reachable : .unreachable
    }

    /// Redis, for the calling thread. What it would log, commands say themselves.
    func makeHotState() -> HotState {
        HotState(
            configuration: configuration.hotState,
            versions: versions,
            logger: Logger(label: "mjtask") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
