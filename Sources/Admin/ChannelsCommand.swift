import Administration
import ArgumentParser
import Domain

struct ChannelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: "The midjourney-proxy servers that tasks are sent to.",
        subcommands: [Add.self, List.self, Enable.self, Disable.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a channel.")

        @Argument(help: "A name that no channel has yet.")
        var name: String

        @Argument(help: "Its address without a route, such as http://10.0.0.7:8080.")
        var url: String

        @Option(help: "Channels with a higher one are asked first.")
        var priority = 0

        @OptionGroup var secret: SecretSource
        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                // First: root may read what the services' user may not.
                let secret = try secret.read()
                let channel = try options.withInstallation { installation, _ in
                    try installation.addChannel(
                        named: name,
                        url: url,
                        secret: secret,
                        priority: priority
                    )
                }
                output.show(ChannelView(channel)) {
                    "Added channel \(channel.name) (id \(channel.id)) at \(channel.baseURL), "
                        + "\(channel.secret.isEmpty ? "without" : "with") a secret.\n"
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the channels, without their secrets."
        )

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let channels = try options.withInstallation { installation, _ in
                    try installation.channels().map(ChannelView.init)
                }
                output.show(channels) { ChannelView.table(channels) }
            }
        }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send new tasks to a channel again."
        )

        @OptionGroup var change: StatusChange

        func run() throws { try change.run(.enabled) }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send no new tasks to a channel; those it has are followed to their end."
        )

        @OptionGroup var change: StatusChange

        func run() throws { try change.run(.disabled) }
    }

    struct StatusChange: ParsableArguments {
        @Argument(help: "The channel's id, from “mjtask channels list”.")
        var id: ChannelID

        @OptionGroup var options: GlobalOptions

        func run(_ status: Channel.Status) throws {
            try options.run { output in
                try options.withInstallation { installation, _ in
                    try installation.setChannelStatus(status, id: id)
                }
                output.show(StatusView(id: id, status: status)) {
                    "Channel \(id) is \(status.rawValue).\n"
                }
            }
        }
    }

    private struct StatusView: Encodable {
        let id: ChannelID
        let status: Channel.Status
    }
}

/// A channel as commands show it: never with its secret.
private struct ChannelView: Encodable {
    let id: ChannelID
    let name: String
    let url: String
    let status: Channel.Status
    let priority: Int
    let hasSecret: Bool

    init(_ channel: Channel) {
        id = channel.id
        name = channel.name
        url = channel.baseURL
        status = channel.status
        priority = channel.priority
        hasSecret = !channel.secret.isEmpty
    }

    static func table(_ channels: [ChannelView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("NAME", isFlexible: true),
                .init("URL", isFlexible: true), .init("STATUS"), .init("PRIORITY", .right),
                .init("SECRET"),
            ],
            rows: channels.map {
                [
                    String($0.id), $0.name, $0.url, $0.status.rawValue, String($0.priority),
                    $0.hasSecret ? "set" : "none",
                ]
            }
        )
    }
}
