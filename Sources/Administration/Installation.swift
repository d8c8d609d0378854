package import HotState
package import Logging
package import Storage

/// An installation as a command works on it: its database, opened, and what keeps the caches of
/// the running programs right. Every change goes through ``store``, so that they see it at once.
package final class Installation: Sendable {
    package struct Configuration: Sendable {
        package var store: Store.Configuration
        package var hotState: HotState.Configuration
        package var runDirectory: String
        /// `PollingConfiguration.lockFile`.
        package var pollerFile: String

        package init(
            store: Store.Configuration,
            hotState: HotState.Configuration,
            runDirectory: String,
            pollerFile: String
        ) {
            self.store = store
            self.hotState = hotState
            self.runDirectory = runDirectory
            self.pollerFile = pollerFile
        }
    }

    package let store: Store
    let versions: Versions
    let configuration: Configuration

    /// Opens the database, creating or migrating it if need be. ``close()`` ends its use.
    package init(_ configuration: Configuration, logger: Logger) throws(AdministrationError) {
        self.configuration = configuration
        let action = "open \(configuration.store.path)"
        for directory in [Self.folder(of: configuration.store.path), configuration.runDirectory] {
            try Self.checkAccess(to: directory)
        }
        let databaseID: String
        do {
            databaseID = try Store.prepare(configuration.store, logger: logger)
        } catch {
            throw AdministrationError(error, action: action, hint: "")
        }
        do {
            versions = try Versions(
                directory: configuration.runDirectory,
                databaseID: databaseID
            )
            try versions.prepareToWrite()
        } catch {
            throw AdministrationError(error, directory: configuration.runDirectory)
        }
        do {
            store = try Store(
                configuration: configuration.store,
                versions: versions,
                logger: logger
            )
        } catch {
            throw AdministrationError(error, action: action, hint: "")
        }
    }

    package func close() { store.close() }
}
