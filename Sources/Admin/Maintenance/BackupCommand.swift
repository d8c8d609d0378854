import Administration
import ArgumentParser
import Foundation
import Glibc
import Settings
import Storage

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database to a file, while everything runs.",
        discussion: """
            The copy is the database as it was at one moment, checked, and readable by its owner \
            alone: it holds prompts, and the secrets of channels. Pictures are not in it; they lie \
            in the archive and never change. Nobody waits for a backup.
            """
    )

    @Argument(help: "Where to.", completion: .file())
    var file: String

    @Flag(help: "Replace a file of that name.")
    var force = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let signals = StopSignals()
        try options.run { output in
            // Not as the services' user: the file is for who runs this, and where they may write.
            let settings = try options.loadSettings()
            umask(0o077)
            let file = absolute(file)
            let bar = ProgressScreen("Backing up", isJSON: output.isJSON)
            let summary = try Installation.backUp(settings.store, to: file, replace: force) {
                bar.show($0)
                return !signals.haveCome(within: .zero)
            }
            bar.end()
            guard let summary else { throw ExitStatus.interrupted.code }
            output.show(BackupView(file: file, database: summary)) {
                "Backed up \(summary.words) to \(file).\n"
            }
        }
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the database; the services must be stopped.",
        discussion: """
            The backup is checked, and brought up to date where it is of an older version. The \
            database that it replaces is kept beside it. What was submitted after the backup is \
            gone; tasks that were under way then are asked for again, and ends may be called back \
            once more.
            """
    )

    @Argument(help: "What “mjtask backup” made.", completion: .file())
    var file: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let signals = StopSignals()
        try options.run { output in
            // As who may read the file; what is made belongs to the owner of the folder.
            let settings = try options.loadSettings()
            umask(0o027)
            let file = absolute(file)
            let bar = ProgressScreen("Restoring", isJSON: output.isJSON)
            let outcome = try Installation.restore(settings, from: file) {
                bar.show($0)
                return !signals.haveCome(within: .zero)
            }
            bar.end()
            guard let outcome else { throw ExitStatus.interrupted.code }
            output.show(RestoreView(outcome, file: file, database: settings.store.path)) {
                Self.text(outcome, file: file)
            }
        }
    }

    private static func text(_ outcome: RestoreOutcome, file: String) -> String {
        var lines = ["Restored \(outcome.summary.words) from \(file)."]
        if let schema = outcome.migratedFrom {
            lines.append("It was of an older version (\(schema)) and is up to date now.")
        }
        if let replaced = outcome.replaced {
            lines.append(
                "The replaced database is kept as \(replaced); remove it when all is well."
            )
        }
        lines += [
            "Next: systemctl start mjtask.target; mjtask status; mjtask config check",
            "and, for the balances, mjtask ledger verify.",
        ]
        return lines.map { $0 + "\n" }.joined()
    }
}

/// A path that does not depend on the folder this program works in.
private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
}

extension DatabaseSummary {
    fileprivate var words: String {
        "\(QuotaText.grouped(Int64(tasks))) tasks of \(QuotaText.grouped(Int64(users))) users "
            + "(\((bytes + (1 << 20) - 1) >> 20) MiB)"
    }
}

private struct BackupView: Encodable {
    let file: String
    let database: DatabaseSummary
}

private struct RestoreView: Encodable {
    let file: String
    let database: String
    let restored: DatabaseSummary
    @OrNull var migratedFrom: String?
    @OrNull var replaced: String?

    init(_ outcome: RestoreOutcome, file: String, database: String) {
        self.file = file
        self.database = database
        restored = outcome.summary
        migratedFrom = outcome.migratedFrom
        replaced = outcome.replaced
    }
}
