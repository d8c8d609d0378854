import Administration
import ArgumentParser
import Foundation
import Settings
import Storage

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring in what another program has.",
        subcommands: [NewAPI.self]
    )

    struct NewAPI: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new-api",
            abstract: "Bring in users, tokens, channels, prices and tasks of new-api.",
            discussion: """
                All of it or, if anything goes wrong, nothing. A second run adds what is new. \
                Best done while new-api and the services of mjtask are stopped; while they run, \
                submits wait until it is done.
                """
        )

        @Argument(help: "new-api's SQLite database; it is only read.")
        var database: String

        @Flag(help: "Say what would be done, and change nothing.")
        var dryRun = false

        @Option(
            help: ArgumentHelp(
                "The name that its rows are remembered by.",
                discussion: "Without it, a database that was imported before is recognised.",
                valueName: "name"
            )
        )
        var source: String?

        @Option(
            help: ArgumentHelp(
                "A new file for what was skipped or changed, row by row: CSV, or JSON if it ends so.",
                valueName: "file"
            )
        )
        var report: String?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                // Before root becomes the services' user, who may not write there.
                let file = try report.map(ImportReportFile.init)
                let settings = try options.becomeService()
                let bar = ImportProgressBar()
                let report: ImportReport
                do {
                    defer { bar?.end() }
                    report = try NewAPIImport(
                        path: database,
                        source: source,
                        isDryRun: dryRun,
                        taskDeadline: settings.taskDeadline
                    ) { bar?.show($0) }.run(.init(settings), logger: .ofCommands)
                }
                try file?.write(report)
                let view = ImportReportView(report)
                output.show(view) { view.text }
            }
        }
    }
}
