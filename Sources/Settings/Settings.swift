import Domain
package import FastCGI
package import HotState
package import Logging
package import Polling
package import Storage
package import TaskAPI
package import Upstream

/// All settings of all programs, checked.
package struct Settings: Sendable {
    package var store: Store.Configuration
    package var hotState: HotState.Configuration
    package var taskAPI: TaskAPIConfiguration
    package var polling: PollingConfiguration
    package var channels: ChannelClient.Configuration
    package var listWorkers: WorkerPool.Configuration
    package var relayWorkers: WorkerPool.Configuration
    /// Where the file of versions and the poller's lock lie: `/run/mjtask`.
    package var runDirectory: String
    /// Sockets opened by a responder that inherits none.
    package var listSocket: String
    package var relaySocket: String
    package var stopTimeout: Duration
    package var logLevel: Logger.Level

    /// Reads the settings file, over which `environment` (keys `MJTASK_…`) takes precedence.
    ///
    /// - Parameter file: nil: `MJTASK_SETTINGS`, else `/etc/mjtask/mjtask.env` if it exists.
    /// - Throws: ``SettingsError`` with every problem there is.
    package init(environment: [String: String], file: String?) throws(SettingsError) {
        fatalError("stub")
    }
}

/// Every setting that is wrong, each with key, value and what would be right.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package var problems: [String]

    package var description: String { problems.joined(separator: "\n") }
}
