import Administration
import ArgumentParser
import Domain

struct ChannelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: "The midjourney-proxy servers that tasks are sent to.",
        subcommands: [
            Add.self, Edit.self, Test.self, List.self, Show.self, Enable.self, Disable.self,
            Drain.self,
        ]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a channel.")

        @Argument(help: "A name that no channel has yet.")
        var name: String

        @Argument(help: "Its address without a route, such as http://10.0.0.7:8080.")
        var url: String

        @OptionGroup var properties: ChannelProperties
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
                        with: properties.edit
                    )
                }
                let view = ChannelView(ChannelState(channel: channel, inFlight: 0, waiting: 0))
                output.show(view) {
                    "Added channel \(channel.name) (id \(channel.id)) at \(channel.baseURL), "
                        + "\(channel.secret.isEmpty ? "without" : "with") a secret.\n"
                }
            }
        }
    }

    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a channel; what is not named stays as it is.",
            discussion: """
                Tasks that it has go on there, with the new address and secret. Another address or \
                secret also ends what was disabled automatically.
                """
        )

        @OptionGroup var reference: ChannelReference

        @Option(help: "A new name.")
        var name: String?

        @Option(help: "A new address.")
        var url: String?

        @OptionGroup var properties: ChannelProperties
        @OptionGroup var secret: SecretSource

        @Flag(help: "Send it no secret any more.")
        var noSecret = false

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if noSecret, secret.isGiven {
                throw ValidationError("--no-secret and a secret exclude each other")
            }
        }

        func run() throws {
            try options.run { output in
                var edit = properties.edit
                edit.name = name
                edit.url = url
                if noSecret {
                    edit.secret = ""
                } else if secret.isGiven {
                    edit.secret = try secret.read()
                }
                let state = try options.withInstallation { [edit] installation, _ in
                    let channel = try installation.editChannel(reference.channel, edit)
                    return try installation.state(of: channel)
                }
                output.show(ChannelView(state)) {
                    "Changed channel \(state.channel.name) (id \(state.channel.id))"
                        + (edit.secret == nil ? "" : ", its secret too") + ".\n"
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the channels and how they are, without their secrets."
        )

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let channels = try options.withInstallation { installation, _ in
                    try installation.channels().map { try installation.state(of: $0) }
                        .map(ChannelView.init)
                }
                output.show(channels) { ChannelView.table(channels) }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everything about a channel, but its secret."
        )

        @OptionGroup var reference: ChannelReference
        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let view = try options.withInstallation { installation, _ in
                    let channel = try installation.channel(reference.channel, for: "show a channel")
                    return ChannelView(try installation.state(of: channel))
                }
                output.show(view) { view.details }
            }
        }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send new tasks to a channel again, also to one disabled automatically."
        )

        @OptionGroup var reference: ChannelReference
        @OptionGroup var options: GlobalOptions

        func run() throws { try reference.set(.enabled, reason: "", options) }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send no new tasks to a channel; those it has are followed to their end."
        )

        @OptionGroup var reference: ChannelReference

        @Option(help: "Why, for “mjtask channels list”.")
        var reason = ""

        @OptionGroup var options: GlobalOptions

        func run() throws { try reference.set(.disabled, reason: reason, options) }
    }
}

struct ChannelReference: ParsableArguments {
    @Argument(help: "The channel's id or name, from “mjtask channels list”.")
    var channel: String

    func set(_ status: Channel.Status, reason: String, _ options: GlobalOptions) throws {
        try options.run { output in
            let state = try options.withInstallation { installation, _ in
                let channel = try installation.setChannelStatus(
                    status,
                    of: channel,
                    reason: reason
                )
                return try installation.state(of: channel)
            }
            output.show(ChannelView(state)) { "Channel \(channel) is \(status.rawValue).\n" }
        }
    }
}

/// What “add” and “edit” may say of a channel.
struct ChannelProperties: ParsableArguments {
    // Also of the next word when it begins with a dash: it may be negative.
    @Option(
        parsing: .unconditional,
        help: "Channels with a higher one are asked first; 0 without it."
    )
    var priority: Int?

    @Option(help: "Its share of the tasks among channels of its priority; 1 without it.")
    var weight: Int?

    @Option(
        help: ArgumentHelp(
            "The most tasks under way there at a time; 0: any number.",
            valueName: "tasks"
        )
    )
    var inFlightLimit: Int?

    @Option(help: "Groups of users it serves, with commas between; all without it.")
    var groups: String?

    @Option(help: "Actions it serves, such as IMAGINE,BLEND or mj_imagine; all without it.")
    var actions: String?

    @Option(
        help: """
            Speed modes it serves: some of fast,relax,turbo; all without it. A task that asks for \
            none goes to any.
            """
    )
    var modes: String?

    var edit: ChannelEdit {
        ChannelEdit(
            priority: priority,
            weight: weight,
            inFlightLimit: inFlightLimit,
            groups: groups,
            actions: actions,
            modes: modes
        )
    }
}
