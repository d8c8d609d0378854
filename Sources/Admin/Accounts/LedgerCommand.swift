import Administration
import ArgumentParser
import Domain

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Every change of a user's quota, and whether the balances agree.",
        subcommands: [Show.self, Verify.self, Export.self]
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a user's entries, newest first, with the quota after each."
        )

        @Argument(help: "The user's name or id.")
        var user: String

        @Option(help: "Only those of this task.")
        var task: String?

        @Option(help: "Which page, counted from 1.")
        var page = 1

        @Option(help: "The entries of a page, at most 1000.")
        var pageSize = 50

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let view = try options.withInstallation { installation, _ in
                    let user = try installation.user(named: user)
                    if let task {
                        let entries = try installation.ledger(of: user, task: task)
                        return LedgerPageView(
                            user,
                            entries,
                            total: entries.count,
                            page: 1,
                            pageSize: entries.count
                        )
                    }
                    let (entries, total) = try installation.ledger(
                        of: user,
                        page: page,
                        pageSize: pageSize
                    )
                    return LedgerPageView(
                        user,
                        entries,
                        total: total,
                        page: page,
                        pageSize: pageSize
                    )
                }
                output.show(view) { view.text }
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute all balances anew from the ledger, and compare.",
            discussion: "The exit status is 0 when all agree, and 1 when something differs."
        )

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let view = try options.withInstallation { installation, _ in
                    VerificationView(try installation.verifyLedger())
                }
                output.show(view) { view.text }
                guard view.agrees else { throw ExitStatus.difference.code }
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all entries as CSV (RFC 4180), or with --json as JSON.",
            discussion: "Times are \(TimeArgument.form)."
        )

        @Argument(help: "Whose, by name or id; everybody's without it.")
        var user: String?

        @Option(help: "Only entries made since then.")
        var since: TimeArgument?

        @Option(help: "Only entries made until then; a date means that whole day.")
        var until: TimeArgument?

        @Option(help: ArgumentHelp("A new file, instead of standard output.", valueName: "file"))
        var output: String?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let file = try RecordFile(self.output, remedy: "make room, and export again")
                var count = 0
                var array = JSONArray()
                if !output.isJSON { try file.write(CSV.record(ExportedEntry.csvTitles)) }
                try options.withInstallation { installation, _ in
                    try installation.exportLedger(
                        of: try user.map(installation.user(named:)),
                        since: since?.time,
                        until: until?.end
                    ) { entries in
                        count += entries.count
                        if output.isJSON {
                            try file.write(array.text(of: entries.map(ExportedEntryView.init)))
                        } else {
                            for entry in entries { try file.write(CSV.record(entry.csvFields)) }
                        }
                    }
                }
                if output.isJSON { try file.write(array.end) }
                try file.close()
                if let path = self.output, path != "-" {
                    output.note("Wrote \(count) entries to \(path).")
                }
            }
        }
    }
}
