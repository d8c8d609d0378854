import Administration
import ArgumentParser
import Domain
import Glibc

struct TaskFollowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Show the progress of tasks until they have ended.",
        discussion: """
            Bars on a terminal; else a line for each change, with --json an object on a line of its \
            own. Without ids: what is under way when it starts. Tasks that wait for their client's \
            modal call are followed only by id.
            """
    )

    /// Looks at the database and Redis; twice a second, one read of each.
    private static let pause = Duration.milliseconds(500)

    @Argument(help: "Their ids, as clients see them.")
    var ids: [String] = []

    @Option(help: "What this user has under way, by name.")
    var user: String?

    @Option(help: "What is under way on this channel, by name or id.")
    var channel: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard ids.isEmpty || (user == nil && channel == nil) else {
            throw ValidationError("Give ids, or --user and --channel, or neither for all.")
        }
    }

    func run() throws {
        // Redis or a reader that goes away is no reason to die without a word.
        signal(SIGPIPE, SIG_IGN)
        let signals = StopSignals()
        try options.run { output in
            try options.withInstallation { installation, _ in
                let follower = try TaskFollower(
                    installation,
                    ids: ids,
                    selection: TaskSelection(user: user, channel: channel)
                )
                let screen = FollowScreen(isJSON: output.isJSON)
                while true {
                    let changes = try follower.look()
                    guard screen.show(changes, all: follower.tasks) else { return }
                    if follower.isDone { break }
                    if signals.haveCome(within: Self.pause) { throw ExitStatus.interrupted.code }
                }
                if follower.tasks.isEmpty { output.note("nothing is under way") }
            }
        }
    }
}

/// Where changes of tasks go: bars, or lines.
final class FollowScreen {
    private let isJSON: Bool
    private let area: LiveArea?
    private let style = Style(STDOUT_FILENO)

    init(isJSON: Bool) {
        self.isJSON = isJSON
        area = isJSON ? nil : LiveArea.onTerminal()
    }

    /// - Returns: false when nobody reads it any more.
    func show(_ changes: [TaskFollower.Followed], all: [TaskFollower.Followed]) -> Bool {
        if let area { return draw(changes, all, in: area) }
        for change in changes {
            let task = change.task
            let line =
                isJSON
                ? Output.json(TaskView(task, owner: change.owner), isPretty: false)
                : "\(task.mjID) \(task.status.rawValue) \(task.progress.text)\n"
            guard Output.write(line) else { return false }
        }
        return true
    }

    /// Those that have ended go above the others, and stay.
    private func draw(
        _ changes: [TaskFollower.Followed],
        _ all: [TaskFollower.Followed],
        in area: LiveArea
    ) -> Bool {
        let (columns, lines) = LiveArea.size
        // The last column stays empty: some terminals go to the next line after it.
        let width = max(20, columns - 1)
        let ended = changes.filter(\.task.status.isTerminal).map { ended in
            style(ended.line(width: width), Self.colour(of: ended.task.status))
        }
        let live = all.filter { !$0.task.status.isTerminal }
        let room = max(1, lines - 2)
        var shown = live.prefix(live.count > room ? room - 1 : room).map { $0.line(width: width) }
        if shown.count < live.count { shown.append("… and \(live.count - shown.count) more") }
        return area.draw(shown, finished: ended)
    }

    private static func colour(of status: TaskStatus) -> Style.Kind {
        switch status {
        case .success: .green
        case .failure: .red
        case .cancel, .notStart, .submitted, .modal, .inProgress: .yellow
        }
    }
}
