import Administration
import ArgumentParser
import Domain

struct TasksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "Tasks: what there is, how it is going, and how to end or refund one.",
        subcommands: [
            List.self, TaskShowCommand.self, TaskFollowCommand.self, TaskFailCommand.self,
            TaskRefundCommand.self,
        ]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List tasks, newest first.",
            discussion: """
                Costs the same however many tasks there are. A terminal --status, and --user with \
                --channel, are looked for among the newest 10,000 tasks of the user, the channel or \
                all; the list then says with which --until it goes on, and has no pages.
                """
        )

        @OptionGroup var selection: TaskSelectionOptions

        @Option(help: ArgumentHelp("Only tasks submitted since then.", valueName: "time"))
        var since: TimeArgument?

        @Option(
            help: ArgumentHelp(
                "Only tasks submitted until then. Times are \(TimeArgument.form).",
                valueName: "time"
            )
        )
        var until: TimeArgument?

        @Option(help: "Which page, counted from 1.")
        var page = 1

        @Option(help: "How many to list, up to 1000.")
        var limit = 20

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                var selection = selection.selection
                selection.since = since?.time
                selection.until = until?.end
                let view = try options.withInstallation { installation, _ in
                    TaskPageView(
                        try installation.tasks(selection, page: page, limit: limit),
                        number: page
                    )
                }
                output.show(view) { TaskView.table(view.tasks) }
                if !output.isJSON { output.note(remark(view)) }
            }
        }

        private func remark(_ view: TaskPageView) -> String {
            if let until = view.until {
                return "\(view.tasks.count) found; older ones: --until \(until)"
            }
            guard let total = view.total else { return "\(view.tasks.count) found, all there are" }
            let pages = max(1, (total + limit - 1) / limit)
            return "page \(page) of \(QuotaText.grouped(Int64(pages))), "
                + "\(QuotaText.grouped(Int64(total))) in all"
        }
    }
}

/// Which tasks, for commands that take several.
struct TaskSelectionOptions: ParsableArguments {
    @Option(help: "Only this user's, by name.")
    var user: String?

    @Option(help: "Only those on this channel, by name or id.")
    var channel: String?

    @Option(
        help: "Only those in this state.",
        transform: { text in
            guard let status = TaskStatus(rawValue: text.uppercased()) else {
                let known = TaskStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("“\(text)” is no state; there are \(known)")
            }
            return status
        }
    )
    var status: TaskStatus?

    @Flag(help: "Only those that have not ended.")
    var unfinished = false

    var selection: TaskSelection {
        TaskSelection(user: user, channel: channel, status: status, isOnlyUnfinished: unfinished)
    }
}
