import Administration
import ArgumentParser
import Domain
import Storage

struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users",
        abstract: "Users: who they are, what they have and what they may.",
        subcommands: [
            Add.self, Show.self, List.self, Grant.self, Adjust.self, Disable.self, Enable.self,
            SetRole.self, SetGroup.self, Limits.self,
        ]
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
        var group = PriceGroup.standard

        @Option(
            help: ArgumentHelp(
                "Quota to begin with; 500000 units are 1 USD.",
                valueName: "units"
            )
        )
        var quota: String?

        @Option(help: ArgumentHelp("The same in dollars, such as 1.50.", valueName: "dollars"))
        var usd: String?

        @OptionGroup var limits: LimitOptions
        @OptionGroup var options: GlobalOptions

        func validate() throws { _ = try amount() }

        private func amount() throws -> Int64 {
            switch (quota, usd) {
            case (nil, nil): 0
            case (let quota?, nil): try AmountOptions.units(quota)
            case (nil, let usd?): try AmountOptions.units(ofDollars: usd)
            default: throw ValidationError("--quota and --usd exclude each other")
            }
        }

        func run() throws {
            let quota = try amount()
            try options.run { output in
                let user = try options.withInstallation { installation, _ in
                    let user = try installation.addUser(
                        named: name,
                        role: role.role,
                        group: group,
                        quota: quota
                    )
                    let changes = limits.changes
                    return changes.isEmpty
                        ? user : try installation.updateUser(named: "id:\(user.id)", changes)
                }
                output.show(UserView(user)) {
                    "Added user \(user.name) (id \(user.id)) with a quota of "
                        + "\(QuotaText.format(user.quota)).\n"
                }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a user: quota, limits, tokens and how many tasks."
        )

        @Argument(help: "The user's name or id.")
        var user: String

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let details = try options.withInstallation { installation, settings in
                    let user = try installation.user(named: user)
                    return UserDetailsView(
                        user,
                        tasks: try installation.taskCounts(of: user),
                        tokens: try installation.tokens(of: user)
                    )
                }
                output.show(details) { details.text }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List users.")

        @Option(help: "Only those of this group.")
        var group: String?

        @Option(help: "Only those of this role.")
        var role: RoleArgument?

        @Flag(help: "Only those that are disabled.")
        var disabled = false

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let filter = UserFilter(
                group: group,
                role: role?.role,
                isEnabled: disabled ? false : nil
            )
            try options.run { output in
                try options.withInstallation { installation, _ in
                    try output.list(UserView.columns, cells: \UserView.cells) { last in
                        try installation.users(
                            matching: filter,
                            after: last?.id ?? 0,
                            limit: Output.page
                        ).map(UserView.init)
                    }
                }
            }
        }
    }
}

extension LimitOptions {
    /// Of a user.
    var changes: [UserChange] {
        [
            submitsPerMinute.map { .submitsPerMinute($0.value) },
            concurrentTasks.map { .concurrentTasks($0.value) },
        ].compactMap(\.self)
    }

    /// Of a token.
    var tokenChanges: [TokenChange] {
        [
            submitsPerMinute.map { .submitsPerMinute($0.value) },
            concurrentTasks.map { .concurrentTasks($0.value) },
        ].compactMap(\.self)
    }
}
