import Administration
import ArgumentParser
import Domain

struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users",
        abstract: "Users, their groups and quota.",
        subcommands: [Add.self, List.self]
    )

    enum RoleArgument: String, CaseIterable, ExpressibleByArgument {
        case common, admin, root

        var role: Role {
            switch self {
            case .common: .common
            case .admin: .admin
            case .root: .root
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user.")

        @Argument(help: "A name that nobody has yet.")
        var name: String

        @Option(help: "What the user may do; administrators see all tasks.")
        var role = RoleArgument.common

        @Option(help: "The group that prices the user's tasks.")
        var group = "default"

        @Option(
            help: ArgumentHelp(
                "Quota to begin with; 500000 units are 1 USD.",
                valueName: "units"
            )
        )
        var quota: Int64 = 0

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let user = try options.withInstallation { installation, _ in
                    UserView(
                        try installation.addUser(
                            named: name,
                            role: role.role,
                            group: group,
                            quota: quota
                        )
                    )
                }
                output.show(user) {
                    "Added user \(user.name) (id \(user.id)) with a quota of "
                        + "\(QuotaText.format(user.quota)).\n"
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all users.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let users = try options.withInstallation { installation, _ in
                    try installation.users().map(UserView.init)
                }
                output.show(users) { UserView.table(users) }
            }
        }
    }
}
