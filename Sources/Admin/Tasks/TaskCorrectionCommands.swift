import Administration
import ArgumentParser
import Domain

struct TaskFailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fail",
        abstract: "End a task as FAILURE, with its refund.",
        discussion: """
            Its client is called back as for any failure, and the poller tells the channel to stop. \
            A task that has ended stays as it is.
            """
    )

    @Argument(help: "Its id, as clients see it.")
    var id: String

    @Option(help: "Why; clients see it as the task's fail reason.")
    var reason: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try options.run { output in
            let view = try options.withInstallation { installation, _ in
                _ = try installation.failTask(id, reason: reason)
                return TaskReportView(try installation.taskReport(id))
            }
            output.show(view) {
                let back = view.payments.filter { $0.kind == "refund" }.reduce(0) { $0 + $1.amount }
                return "Task \(id) of \(view.user) is \(view.status); "
                    + "\(QuotaText.format(back)) were given back.\n"
            }
        }
    }
}

struct TaskRefundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund",
        abstract: "Give back what a task that has ended cost; its state stays."
    )

    @Argument(help: "Its id, as clients see it.")
    var id: String

    @Option(help: "Why; kept in the ledger.")
    var note: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try options.run { output in
            let (amount, view) = try options.withInstallation { installation, _ in
                let amount = try installation.refundTask(id, note: note)
                return (amount, TaskReportView(try installation.taskReport(id)))
            }
            output.show(view) {
                "\(QuotaText.format(amount)) were given back to \(view.user) for task \(id).\n"
            }
        }
    }
}
