import Administration
import ArgumentParser
import Domain
import Storage

struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Groups of users: what their prices are multiplied by.",
        subcommands: [List.self, Add.self, Set.self, Remove.self]
    )

    /// A decimal, kept in millionths.
    struct Ratio: ExpressibleByArgument {
        let millionths: Int64

        init?(argument: String) {
            guard let millionths = Millionths.parse(argument), millionths >= 0 else { return nil }
            self.millionths = millionths
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List groups with their ratios.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let groups = try options.withInstallation { installation, _ in
                    try installation.groups().map(GroupView.init)
                }
                output.show(groups) {
                    TextTable(
                        [.init("NAME", isFlexible: true), .init("RATIO", .right)],
                        rows: groups.map { [$0.name, $0.ratio] }
                    )
                }
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a group.")

        @OptionGroup var group: GroupArguments

        func run() throws {
            try group.run {
                try $0.addGroup($1)
            } text: {
                "Added group \($0.name): × \($0.ratio).\n"
            }
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a group's ratio, for later submits."
        )

        @OptionGroup var group: GroupArguments

        func run() throws {
            try group.run {
                try $0.setRatio($1.ratio, ofGroup: $1.name)
            } text: {
                "Later submits of the group \($0.name) cost × \($0.ratio).\n"
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a group that nobody uses."
        )

        @Argument(help: "Its name.")
        var name: String

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                try options.withInstallation { installation, _ in
                    try installation.removeGroup(name)
                }
                output.show(["name": name]) { "Removed group \(name).\n" }
            }
        }
    }

    struct GroupArguments: ParsableArguments {
        @Argument(help: "The group's name.")
        var name: String

        @Argument(help: "What prices are multiplied by, such as 1.5, with at most six decimals.")
        var ratio: Ratio

        @OptionGroup var options: GlobalOptions

        func run(
            _ body: (Installation, PriceGroup) throws -> Void,
            text: (GroupView) -> String
        ) throws {
            try options.run { output in
                let group = PriceGroup(name: name, ratio: ratio.millionths)
                try options.withInstallation { installation, _ in try body(installation, group) }
                let view = GroupView(group)
                output.show(view) { text(view) }
            }
        }
    }
}

/// A group as commands show it: its ratio as a decimal, which JSON's numbers would round.
struct GroupView: Encodable {
    let name: String
    let ratio: String

    init(_ group: PriceGroup) {
        name = group.name
        ratio = Millionths.format(group.ratio)
    }
}
