import Administration
import Logging
import Settings
import Storage

extension Installation {
    /// Opens the installation that `settings` describe; only what goes wrong is logged.
    static func open(_ settings: Settings) throws -> Installation {
        try Installation(.init(settings), logger: warnings)
    }

    static func restore(
        _ settings: Settings,
        from file: String,
        progress: @escaping (Double) -> Bool
    ) throws -> RestoreOutcome? {
        try restore(file, to: .init(settings), logger: warnings, progress: progress)
    }

    private static var warnings: Logger {
        var logger = Logger(label: "mjtask") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }
}

extension Installation.Configuration {
    fileprivate init(_ settings: Settings) {
        self.init(
            store: settings.store,
            hotState: settings.hotState,
            runDirectory: settings.runDirectory,
            pollerFile: settings.pollerFile
        )
    }
}
