import Domain
package import FastCGI
package import HotState
package import Logging
package import Polling
package import Storage
package import TaskAPI
package import Upstream

/// All settings of all programs, checked.
///
/// ``table`` lists them; none holds a secret (those of channels are in the database).
package struct Settings: Sendable {
    package var store: Store.Configuration
    package var hotState: HotState.Configuration
    package var taskAPI: TaskAPIConfiguration
    package var polling: PollingConfiguration
    package var channels: ChannelClient.Configuration
    package var callbacks: CallbackSender.Configuration
    package var listWorkers: WorkerPool.Configuration
    package var relayWorkers: WorkerPool.Configuration
    /// Where the file of versions and the poller's lock lie: `/run/mjtask`.
    package var runDirectory: String
    /// Sockets opened by a responder that inherits none.
    package var listSocket: String
    package var relaySocket: String
    package var stopTimeout: Duration
    package var logLevel: Logger.Level
    /// Where the values come from that are not defaults, by key.
    package internal(set) var origins: [String: Origin] = [:]

    package enum Origin: Sendable, Equatable {
        case environment
        case file(path: String, line: Int)
    }

    static let defaults = Settings()

    private init() {
        let directory = "/run/mjtask"
        store = .init(path: "/var/lib/mjtask/mjtask.db")
        hotState = .init(redisSocket: "/run/redis/redis-server.sock")
        taskAPI = .init(publicURL: "http://localhost", pollerFile: directory + "/poller.lock")
        polling = .init(
            archiveDirectory: "/var/lib/mjtask/archive",
            lockFile: directory + "/poller.lock"
        )
        channels = .init()
        callbacks = .init()
        listWorkers = .init()
        // Measured: 576 more idle threads are 11 MB, and 500 that wait for a channel 43 MB more.
        relayWorkers = .init(threads: 640)
        runDirectory = directory
        listSocket = directory + "/list.sock"
        relaySocket = directory + "/relay.sock"
        stopTimeout = .seconds(30)
        logLevel = .info
    }

    /// Reads the settings file, over which `environment` (keys `MJTASK_…`) takes precedence.
    ///
    /// - Parameter file: nil: `MJTASK_SETTINGS`, else `/etc/mjtask/mjtask.env` if it exists.
    /// - Throws: ``SettingsError`` with every problem there is.
    package init(environment: [String: String], file: String?) throws(SettingsError) {
        let sources = SettingsSources(environment: environment, file: file)
        self = .defaults
        var problems = sources.problems
        for setting in Self.table {
            guard let (text, origin) = sources.value(of: setting.key) else { continue }
            if setting.assign(text, &self) {
                origins[setting.key] = origin
            } else {
                problems.append(
                    "\(setting.key)=\(Self.quoted(text)) (\(origin)): must be \(setting.expectation)"
                )
            }
        }
        if problems.isEmpty { problems = contradictions() }
        guard problems.isEmpty else {
            throw SettingsError(problems: problems, isForbidden: sources.isForbidden)
        }
        polling.lockFile = pollerFile
        polling.publicURL = taskAPI.publicURL
        polling.submitPatience = channels.submitPatience
        // Whose thread gave up has told its outcome by then.
        store.channelHealth.trialPatience = channels.submitPatience + .seconds(5)
        callbacks.connectTimeout = min(callbacks.timeout, channels.connectTimeout)
        taskAPI.pollerFile = pollerFile
    }

    /// The lock and sign of life of the poller, in ``runDirectory``.
    package var pollerFile: String { runDirectory + "/poller.lock" }
    /// For programs that import no more of `TaskAPI` and `Polling`.
    package var taskDeadline: Duration { polling.taskDeadline }
    package var pollerStaleAfter: Duration { taskAPI.pollerStaleAfter }
    package var publicURL: String { taskAPI.publicURL }
    package var archiveDirectory: String { polling.archiveDirectory }

    /// A value as an error shows it: short, on one line, and without a password in a URL.
    private static func quoted(_ text: String) -> String {
        guard !text.contains("@") else { return "(hidden)" }
        let shown = text.unicodeScalars.prefix(80).map { $0.value < 0x20 ? "?" : String($0) }
        return "\"\(shown.joined())\(text.unicodeScalars.count > 80 ? "…" : "")\""
    }

    private struct Rule {
        let low: String
        let high: String
        let more: String
        let holds: Bool

        init(_ low: String, _ high: String, more: String = "", _ holds: Bool) {
            self.low = low
            self.high = high
            self.more = more
            self.holds = holds
        }
    }

    /// Settings that are fine alone and not together.
    private func contradictions() -> [String] {
        let rules = [
            Rule(
                "MJTASK_POLL_SHORTEST",
                "MJTASK_POLL_LONGEST",
                polling.schedule.shortest <= polling.schedule.longest
            ),
            Rule(
                "MJTASK_POLL_SHORTEST",
                "MJTASK_POLL_BACKOFF",
                polling.schedule.shortest <= polling.schedule.longestBackoff
            ),
            Rule(
                "MJTASK_REFRESH_INTERVAL",
                "MJTASK_POLLER_STALE_AFTER",
                polling.refreshInterval <= taskAPI.pollerStaleAfter
            ),
            Rule(
                "MJTASK_TASK_DEADLINE",
                "MJTASK_HOT_LIFETIME",
                polling.taskDeadline <= hotState.hotTaskLifetime
            ),
            Rule(
                "MJTASK_CHANNEL_SUBMIT_TIMEOUT",
                "MJTASK_SUBMIT_DEADLINE",
                more: "10s more than ",
                // What the relay still waits for is not given up, with time to commit its answer.
                channels.submitTimeout + .seconds(10) <= polling.submitDeadline
            ),
            Rule(
                "MJTASK_CHANNEL_RETRY",
                "MJTASK_CHANNEL_RETRY_LIMIT",
                store.channelHealth.pause <= store.channelHealth.longestPause
            ),
            Rule(
                "MJTASK_MAX_BODY",
                "MJTASK_BODY_MEMORY",
                taskAPI.maximumBodySize <= taskAPI.bodyMemory
            ),
            Rule(
                "MJTASK_CHANNEL_WAITERS",
                "MJTASK_RELAY_THREADS",
                taskAPI.maximumWaitersPerChannel <= relayWorkers.threads
            ),
        ]
        let texts = Dictionary(uniqueKeysWithValues: Self.table.map { ($0.key, $0.text(self)) })
        return rules.filter { !$0.holds }.map { rule in
            "\(rule.high)=\"\(texts[rule.high, default: ""])\": must be at least \(rule.more)\(rule.low), "
                + "which is \(texts[rule.low, default: ""])"
        }
    }
}

extension Settings.Origin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .environment: "environment"
        case .file(let path, let line): "\(path), line \(line)"
        }
    }
}
