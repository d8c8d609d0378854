import Administration
import ArgumentParser
import Domain
import Storage

struct CallbacksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callbacks",
        abstract: "What clients are still to be told of their tasks' ends.",
        subcommands: [List.self, Retry.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List callbacks that are not delivered, newest first."
        )

        @Flag(help: "Only those that were given up.")
        var failed = false

        @Option(help: "The most to list.")
        var limit = 100

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let callbacks = try options.withInstallation { installation, _ in
                    try installation.callbacks(onlyFailed: failed, limit: limit)
                        .map(CallbackView.init)
                }
                output.show(callbacks) { CallbackView.table(callbacks) }
            }
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deliver callbacks at once, and anew for a day."
        )

        @Argument(help: "Their ids, from “mjtask callbacks list”.")
        var ids: [Int64] = []

        @Flag(help: "All that were given up.")
        var all = false

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard ids.isEmpty == all else {
                throw ValidationError("Give ids, or --all for all that were given up.")
            }
        }

        func run() throws {
            try options.run { output in
                let count = try options.withInstallation { installation, _ in
                    try installation.retryCallbacks(all ? nil : ids)
                }
                output.show(["retried": count]) {
                    count == 1
                        ? "1 callback is due now.\n" : "\(count) callbacks are due now.\n"
                }
            }
        }
    }
}

/// A callback as commands show it: never with its address.
private struct CallbackView: Encodable {
    let id: Int64
    let task: String
    let user: String
    let host: String
    let attempts: Int
    /// null: it was given up.
    @OrNull var nextAttemptAt: Milliseconds?
    let lastError: String
    let failed: Bool
    let createdAt: Milliseconds

    init(_ summary: CallbackSummary) {
        let callback = summary.callback
        id = callback.id
        task = callback.mjID
        user = summary.owner
        host = summary.host
        attempts = callback.attempts
        nextAttemptAt = callback.hasFailed ? nil : callback.nextAttemptAt
        lastError = callback.lastError
        failed = callback.hasFailed
        createdAt = callback.createdAt
    }

    static func table(_ callbacks: [CallbackView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("TASK"), .init("USER", isFlexible: true),
                .init("HOST", isFlexible: true), .init("ATTEMPTS", .right),
                .init("NEXT ATTEMPT"), .init("LAST ERROR", isFlexible: true),
            ],
            rows: callbacks.map {
                [
                    String($0.id), $0.task, $0.user, $0.host, String($0.attempts),
                    $0.nextAttemptAt.map(Output.time) ?? "given up",
                    $0.lastError.isEmpty ? "-" : $0.lastError,
                ]
            }
        )
    }
}
