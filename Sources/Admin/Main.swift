import ArgumentParser
import Settings

/// `mjtask`: users, money, channels and callbacks of an installation, and how it is doing.
@main
struct MjtaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mjtask",
        abstract: "Administers an installation of mjtask.",
        version: programVersion,
        // In the order of the help, one line each.
        subcommands: [
            UsersCommand.self,
            TokensCommand.self,
            GroupsCommand.self,
            PricesCommand.self,
            LedgerCommand.self,
            ChannelsCommand.self,
            TasksCommand.self,
            CallbacksCommand.self,
            StatusCommand.self,
            SettingsCommand.self,
            ConfigCommand.self,
            BackupCommand.self,
            RestoreCommand.self,
            DemoCommand.self,
            ManualCommand.self,
        ]
    )
}
