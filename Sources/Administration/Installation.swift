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
        versions = try Self.prepare(configuration, logger: logger)
        do {
            store = try Store(
                configuration: configuration.store,
                versions: versions,
                logger: logger
            )
        } catch {
            throw AdministrationError(error, action: Self.action(configuration), hint: "")
        }
    }

    /// Creates or migrates the database, and takes a place among its writers.
    static func prepare(_ configuration: Configuration, logger: Logger)
        throws(AdministrationError) -> Versions
    {
        for directory in [folder(of: configuration.store.path), configuration.runDirectory] {
            try checkAccess(to: directory)
        }
        let databaseID: String
        do {
            databaseID = try Store.prepare(configuration.store, logger: logger)
        } catch {
            throw AdministrationError(error, action: action(configuration), hint: "")
        }
        do {
            let versions = try Versions(
                directory: configuration.runDirectory,
                databaseID: databaseID
            )
            try versions.prepareToWrite()
            return versions
        } catch {
            throw AdministrationError(error, directory: configuration.runDirectory)
        }
    }

    private static func action(_ configuration: Configuration) -> String {
        "open \(configuration.store.path)"
    }

    package func close() { store.close() }
}
