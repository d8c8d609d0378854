import Administration
import ArgumentParser
import Domain
import Settings
import Storage

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How the installation is doing: database, Redis, poller, and what is wrong."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try options.run { output in
            let view = try options.withInstallation { installation, settings in
                StatusView(
                    try installation.status(staleAfter: settings.pollerStaleAfter),
                    database: settings.store.path
                )
            }
            output.show(view) { view.text }
        }
    }
}

/// The status as the command shows it.
private struct StatusView: Encodable {
    struct Poller: Encodable {
        let state: InstallationStatus.Poller
        /// null: there has been no round.
        @OrNull var ageSeconds: Double?
    }

    let database: String
    let store: StoreStatus
    let redis: InstallationStatus.Redis
    let poller: Poller
    let writerAnnounced: Bool
    let foreignFiles: [String]
    /// Names.
    let channelsDisabledAutomatically: [String]
    let problems: [String]

    init(_ status: InstallationStatus, database: String) {
        self.database = database
        store = status.store
        redis = status.redis
        poller = Poller(
            state: status.poller,
            ageSeconds: status.pollerAge.map { $0 / .seconds(1) }
        )
        writerAnnounced = status.isWriterAnnounced
        foreignFiles = status.foreignFiles
        channelsDisabledAutomatically = status.openChannels.map(\.name)
        problems = status.problems
    }

    var text: String {
        let age = poller.ageSeconds.map { ", last round \(Int($0)) s ago" } ?? ""
        let rows = [
            ["Database", "\(database) (schema \(store.schema))"],
            ["Size", "\(bytes(store.databaseBytes)), log \(bytes(store.logBytes))"],
            ["Users", grouped(store.users)],
            ["Tasks", "\(grouped(store.tasks)), unfinished \(grouped(store.unfinishedTasks))"],
            ["Pictures", "\(grouped(store.pendingPictures)) to fetch"],
            [
                "Callbacks",
                "\(grouped(store.pendingCallbacks)) to deliver, "
                    + "\(grouped(store.failedCallbacks)) given up",
            ],
            ["Cancels", "\(grouped(store.pendingCancellations)) to tell channels"],
            ["Redis", redis.rawValue],
            ["Poller", poller.state.rawValue + age],
        ]
        let table = TextTable([.init(""), .init("", isFlexible: true)], rows: rows)
        let warnings = problems.map { "problem: \($0)\n" }
        return table.text(width: Output.terminalWidth) + warnings.joined()
    }

    private func grouped(_ number: Int) -> String { QuotaText.grouped(Int64(number)) }

    private func bytes(_ count: Int64) -> String {
        let mebibytes = Double(count) / Double(1 << 20)
        return "\((mebibytes * 10).rounded() / 10) MiB"
    }
}
