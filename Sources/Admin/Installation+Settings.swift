import Administration
import Logging
import Settings
import Storage

extension Installation {
    /// Opens the installation that `settings` describe; only what goes wrong is logged.
    static func open(_ settings: Settings) throws -> Installation {
        try Installation(.init(settings), logger: .ofCommands)
    }

    static func restore(
        _ settings: Settings,
        from file: String,
        progress: @escaping (Double) -> Bool
    ) throws -> RestoreOutcome? {
        try restore(file, to: .init(settings), logger: .ofCommands, progress: progress)
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

extension InstallationCheck {
    static func make(_ settings: Settings, nginx: String) -> InstallationCheck {
        InstallationCheck(
            .init(settings),
            places: Places(
                archiveDirectory: settings.archiveDirectory,
                publicURL: settings.publicURL,
                listSocket: settings.listSocket,
                relaySocket: settings.relaySocket,
                nginxDirectory: nginx,
                pollerStaleAfter: settings.pollerStaleAfter
            ),
            logger: .ofCommands
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
