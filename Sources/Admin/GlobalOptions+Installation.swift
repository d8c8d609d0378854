import Administration
import Glibc
import Logging
import Settings
import Storage

extension GlobalOptions {
    /// Opens the installation that the settings describe, for the time of `body`.
    func withInstallation<Result>(
        _ body: (Installation, Settings) throws -> Result
    ) throws -> Result {
        let settings = try loadSettings()
        try ServiceUser.become(ownerOf: Installation.folder(of: settings.store.path))
        // Nobody but the services reads what is made here.
        umask(0o027)
        var logger = Logger(label: "mjtask") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let installation = try Installation(
            .init(
                store: settings.store,
                hotState: settings.hotState,
                runDirectory: settings.runDirectory,
                pollerFile: settings.pollerFile
            ),
            logger: logger
        )
        defer { installation.close() }
        return try body(installation, settings)
    }
}
