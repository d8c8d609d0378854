import Administration
import ArgumentParser
import Domain
import Storage

/// What is changed of users, in force at once.
extension UsersCommand {
    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a user in no more, with any token; tasks under way are followed on."
        )

        @OptionGroup var target: Target

        func run() throws {
            try target.apply([.enabled(false)]) { "\($0.name) is disabled.\n" }
        }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a user in again.")

        @OptionGroup var target: Target

        func run() throws {
            try target.apply([.enabled(true)]) { "\($0.name) is enabled.\n" }
        }
    }

    struct SetRole: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "role",
            abstract: "Set what a user may do; administrators see all tasks."
        )

        @OptionGroup var target: Target

        @Argument(help: "The new role.")
        var role: RoleArgument

        func run() throws {
            try target.apply([.role(role.role)]) { "\($0.name) is \($0.role) now.\n" }
        }
    }

    struct SetGroup: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "group",
            abstract: "Set the group that prices and routes a user's tasks."
        )

        @OptionGroup var target: Target

        @Argument(help: "The new group, from “mjtask groups list”.")
        var group: String

        func run() throws {
            try target.apply([.group(group)]) { "\($0.name) is in the group \($0.group) now.\n" }
        }
    }

    struct Limits: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set how much a user may submit."
        )

        @OptionGroup var target: Target
        @OptionGroup var limits: LimitOptions

        func validate() throws {
            guard !limits.changes.isEmpty else {
                throw ValidationError("Give --submits-per-minute, --concurrent-tasks, or both.")
            }
        }

        func run() throws {
            try target.apply(limits.changes) { user in
                "\(user.name): submits per minute "
                    + LimitOptions.Limit.text(user.limits.submitsPerMinute)
                    + ", concurrent tasks "
                    + LimitOptions.Limit.text(user.limits.concurrentTasks) + ".\n"
            }
        }
    }

    struct Target: ParsableArguments {
        @Argument(help: "The user's name or id.")
        var user: String

        @OptionGroup var options: GlobalOptions

        func apply(_ changes: [UserChange], text: (User) -> String) throws {
            try options.run { output in
                let changed = try options.withInstallation { installation, _ in
                    try installation.updateUser(named: user, changes)
                }
                output.show(UserView(changed)) { text(changed) }
            }
        }
    }
}
