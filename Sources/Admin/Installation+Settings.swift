import Administration
import Logging
import Settings

extension Installation {
    /// Opens the installation that `settings` describe; only what goes wrong is logged.
    static func open(_ settings: Settings) throws -> Installation {
        var logger = Logger(label: "mjtask") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return try Installation(
            .init(
                store: settings.store,
                hotState: settings.hotState,
                runDirectory: settings.runDirectory,
                pollerFile: settings.pollerFile
            ),
            logger: logger
        )
    }
}
