import Administration
import ArgumentParser
import Dispatch
import Domain
import Logging
import Settings
import Synchronization
import Upstream

extension ChannelsCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a channel for nothing, and say how that went.",
            discussion: """
                The exit status is 0 when it works and 69 when it does not. No task is made, and \
                its health is not changed.
                """
        )

        @OptionGroup var reference: ChannelReference
        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let (channel, client) = try options.withInstallation { installation, settings in
                    (
                        try installation.channel(reference.channel, for: "test a channel"),
                        settings.channels
                    )
                }
                let view = ChannelTestView(channel, Self.ask(channel, client))
                output.show(view) { view.message + "\n" }
                if !view.works { throw ExitStatus.unavailable.code }
            }
        }

        private static func ask(_ channel: Channel, _ configuration: ChannelClient.Configuration)
            -> (ChannelFinding, Duration)
        {
            let result = Mutex<(ChannelFinding, Duration)?>(nil)
            let answered = DispatchSemaphore(value: 0)
            Task {
                let client = ChannelClient(
                    configuration: configuration,
                    logger: Logger(label: "mjtask") { _ in SwiftLogNoOpLogHandler() }
                )
                let start = ContinuousClock.now
                let finding = await client.probe(channel)
                result.withLock { $0 = (finding, ContinuousClock.now - start) }
                await client.shutdown()
                answered.signal()
            }
            answered.wait()
            return result.withLock { $0 } ?? (.unreachable("no answer"), .zero)
        }
    }
}

/// What a test of a channel came to.
struct ChannelTestView: Encodable {
    let id: ChannelID
    let name: String
    let works: Bool
    let reachable: Bool
    /// null: not known.
    @OrNull var secretAccepted: Bool?
    let milliseconds: Int
    let message: String

    init(_ channel: Channel, _ outcome: (finding: ChannelFinding, time: Duration)) {
        id = channel.id
        name = channel.name
        works = outcome.finding == .works
        milliseconds = Int(outcome.time / .milliseconds(1))
        let what: String
        switch outcome.finding {
        case .works:
            (reachable, secretAccepted) = (true, true)
            what =
                channel.secret.isEmpty
                ? "works, and asks for no secret" : "works, and takes its secret"
        case .wrongSecret:
            (reachable, secretAccepted) = (true, false)
            what =
                channel.secret.isEmpty
                ? "wants a secret: mjtask channels edit \(channel.id) --secret-stdin"
                : "does not take its secret: mjtask channels edit \(channel.id) --secret-stdin"
        case .unreachable(let reason):
            (reachable, secretAccepted) = (false, nil)
            what = "cannot be reached at \(channel.baseURL): \(reason)"
        case .failing(let reason):
            (reachable, secretAccepted) = (true, nil)
            what = "fails: \(reason)"
        case .notAChannel(let reason):
            (reachable, secretAccepted) = (true, nil)
            what = "is no midjourney-proxy at \(channel.baseURL): \(reason)"
        }
        message = "Channel \(channel.name) (id \(channel.id)) \(what) (\(milliseconds) ms)."
    }
}
