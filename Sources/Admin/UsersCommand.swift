import Administration
import ArgumentParser
import Domain
import Storage

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
                    try installation.addUser(
                        named: name,
                        role: role.role,
                        group: group,
                        quota: quota
                    )
                }
                output.show(UserView(user)) {
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
                    try installation.users()
                }
                output.show(users.map(UserView.init)) { UserView.table(users.map(UserView.init)) }
            }
        }
    }
}

/// A user as commands show it.
private struct UserView: Encodable {
    let id: UserID
    let name: String
    let role: String
    let group: String
    let enabled: Bool
    let quota: Int64
    let spent: Int64
    let createdAt: Milliseconds

    init(_ user: User) {
        id = user.id
        name = user.name
        role = "\(user.role)"
        group = user.group
        enabled = user.isEnabled
        quota = user.quota
        spent = user.spent
        createdAt = user.createdAt
    }

    static func table(_ users: [UserView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("NAME", isFlexible: true), .init("ROLE"),
                .init("GROUP", isFlexible: true), .init("STATUS"), .init("QUOTA", .right),
                .init("SPENT", .right), .init("CREATED"),
            ],
            rows: users.map {
                [
                    String($0.id), $0.name, $0.role, $0.group, $0.enabled ? "enabled" : "disabled",
                    QuotaText.format($0.quota), QuotaText.format($0.spent),
                    Output.time($0.createdAt),
                ]
            }
        )
    }
}
