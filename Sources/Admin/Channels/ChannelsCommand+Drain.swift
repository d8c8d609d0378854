import Administration
import ArgumentParser
import Domain
import Foundation
import Glibc
import Settings

extension ChannelsCommand {
    struct Drain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable a channel, and wait until nothing is left to do there.",
            discussion: """
                Windows that wait for their users count, too: what they confirm goes to this \
                channel. Ctrl-C and a timeout end the waiting; the channel stays disabled. The \
                exit status is 75 after a timeout.
                """
        )

        @OptionGroup var reference: ChannelReference

        @Option(help: "Why, for “mjtask channels list”.")
        var reason = "drained"

        @Option(
            help: ArgumentHelp(
                "How long to wait, such as 30min; without it until nothing is left.",
                valueName: "time"
            ),
            transform: { text in
                guard let span = TimeSpan.parse(text) else {
                    throw ValidationError("“\(text)” is no time such as 30min or 1h")
                }
                return span
            }
        )
        var timeout: Duration?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let signals = StopSignals()
            try options.run { output in
                let view = try options.withInstallation { installation, _ in
                    let channel = try installation.setChannelStatus(
                        .disabled,
                        of: reference.channel,
                        reason: reason
                    )
                    return try wait(for: channel, installation, until: signals)
                }
                output.show(view) { view.message + "\n" }
                if !view.drained { throw ExitStatus.timeout.code }
            }
        }

        private func wait(
            for channel: Channel,
            _ installation: Installation,
            until signals: StopSignals
        ) throws -> DrainView {
            let start = ContinuousClock.now
            var progress = DrainProgress(channel.name)
            while true {
                let state = try installation.state(of: channel)
                progress.show(inFlight: state.inFlight, waiting: state.waiting)
                let waited = ContinuousClock.now - start
                let isDrained = state.inFlight + state.waiting == 0
                let rest = timeout.map { $0 - waited } ?? .seconds(1)
                if isDrained || rest <= .zero {
                    progress.end()
                    return DrainView(state, isDrained: isDrained, waited: waited)
                }
                if signals.haveCome(within: min(rest, .milliseconds(500))) {
                    progress.end()
                    Output(isJSON: options.json).note("channel \(channel.name) stays disabled")
                    throw ExitStatus.interrupted.code
                }
            }
        }
    }
}

private struct DrainView: Encodable {
    let id: ChannelID
    let name: String
    let drained: Bool
    let inFlight: Int
    let waiting: Int
    let waitedSeconds: Double

    init(_ state: ChannelState, isDrained: Bool, waited: Duration) {
        id = state.channel.id
        name = state.channel.name
        drained = isDrained
        inFlight = state.inFlight
        waiting = state.waiting
        waitedSeconds = (waited / .milliseconds(100)).rounded() / 10
    }

    var message: String {
        drained
            ? "Channel \(name) (id \(id)) is disabled, and nothing is left to do there."
            : "Channel \(name) (id \(id)) is disabled; left there: \(inFlight) in flight, "
                + "\(waiting) waiting for their users."
    }
}

/// How far a drain is, on standard error: a bar that is redrawn on a terminal, else a line for each
/// change.
private struct DrainProgress {
    private static let width = 24

    private let name: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var most = 0
    private var last: (inFlight: Int, waiting: Int)?

    init(_ name: String) {
        self.name = name
    }

    mutating func show(inFlight: Int, waiting: Int) {
        let left = inFlight + waiting
        most = max(most, left)
        guard last.map({ $0 != (inFlight, waiting) }) ?? (left > 0) else { return }
        if last == nil {
            write("Draining \(name); Ctrl-C ends the waiting, and leaves it disabled.\n")
        }
        last = (inFlight, waiting)
        let text = "\(inFlight) in flight, \(waiting) waiting for their users"
        let done = most == 0 ? 1 : Double(most - left) / Double(most)
        let bar = ProgressBar.text(done, width: Self.width)
        // Back to the beginning of the line, and what is left of the old one is erased.
        write(isTerminal ? "\r\(bar) \(text)\u{1b}[K" : text + "\n")
    }

    func end() {
        if isTerminal, last != nil { write("\n") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
