import Administration
import Logging
import Settings

extension Installation {
    /// Opens the installation that `settings` describe; only what goes wrong is logged.
    static func open(_ settings: Settings) throws -> Installation {
        try Installation(Configuration(settings), logger: .ofCommands)
    }
}

extension Installation.Configuration {
    init(_ settings: Settings) {
        self.init(
            store: settings.store,
            hotState: settings.hotState,
            runDirectory: settings.runDirectory,
            pollerFile: settings.pollerFile
        )
    }
}

extension Logger {
    /// To standard error, beside what the command prints.
    static var ofCommands: Logger {
        var logger = Logger(label: "mjtask") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }
}
