import ArgumentParser
import Foundation
import Settings

@main
struct PollerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mjtask-poller",
        abstract: "Keeps Midjourney tasks current: asks the channels, fetches pictures.",
        discussion: """
            One poller works at a time; a second one stands by until the first ends. SIGTERM and \
            SIGINT stop it: what has ended is committed first.
            """
    )

    @Option(help: "The settings file. Default: $MJTASK_SETTINGS, else /etc/mjtask/mjtask.env.")
    var settings: String?

    func run() async throws {
        do {
            try await poll(settingsFile: settings)
        } catch {
            FileHandle.standardError.write(Data("mjtask-poller: \(error)\n".utf8))
            // sysexits.h: EX_CONFIG.
            throw error is SettingsError ? ExitCode(78) : ExitCode.failure
        }
    }
}
