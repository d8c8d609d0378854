import Administration
import ArgumentParser
import Glibc
import Settings
import Storage

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Whether the installation is set up right.",
        subcommands: [Check.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the settings and all that they name.",
            discussion: """
                Settings, database, folders, sockets, Redis, poller, channels, nginx and clock: a \
                line each, as the services' user finds them. The exit status is 78 when a setting \
                is wrong, 69 when something else is, and 0 with warnings alone. “mjtask settings” \
                shows the values themselves, “mjtask status” what is going on.
                """
        )

        @Option(
            help: ArgumentHelp("Where nginx's configuration lies.", valueName: "folder"),
            completion: .directory
        )
        var nginx = "/etc/nginx"

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                var findings: [Finding]
                var failure = ExitStatus.unavailable
                do {
                    let settings = try options.loadSettings()
                    try ServiceUser.become(ownerOf: Installation.folder(of: settings.store.path))
                    umask(0o027)
                    findings = [Finding("settings", .ok, Self.words(settings))]
                    findings += InstallationCheck.make(settings, nginx: nginx).findings()
                } catch let error as SettingsError {
                    findings = error.problems.map { Finding("settings", .error, $0) }
                    failure = .settings
                }
                let worst = findings.map(\.level).max() ?? .ok
                output.show(CheckView(level: worst, findings: findings)) { Self.text(findings) }
                if worst == .error { throw failure.code }
            }
        }

        private static func words(_ settings: Settings) -> String {
            switch settings.origins.count {
            case 0: "all have their defaults"
            case 1: "1 is set, the others have their defaults"
            case let count: "\(count) are set, the others have their defaults"
            }
        }

        private static func text(_ findings: [Finding]) -> String {
            let style = Style(STDOUT_FILENO)
            let width = findings.map { $0.part.count }.max() ?? 0
            return findings.map { finding in
                let level = DisplayText.padded(finding.level.rawValue, to: 7)
                let part = DisplayText.padded(DisplayText.printable(finding.part), to: width)
                let hint = finding.hint.isEmpty ? "" : "\n         hint: \(finding.hint)"
                return style(level, colour(of: finding.level))
                    + "  \(part)  \(DisplayText.printable(finding.message))\(hint)\n"
            }.joined()
        }

        private static func colour(of level: Finding.Level) -> Style.Kind {
            switch level {
            case .ok: .green
            case .warning: .yellow
            case .error: .red
            }
        }
    }
}

private struct CheckView: Encodable {
    let level: Finding.Level
    let findings: [Finding]
}
