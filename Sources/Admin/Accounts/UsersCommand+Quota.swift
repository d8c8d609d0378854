import Administration
import ArgumentParser
import Domain
import Storage

/// What is done to the quota of users by hand: each is an entry of the ledger.
extension UsersCommand {
    struct Grant: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add to a user's quota.",
            usage: "mjtask users grant <user> (<units> | --usd <dollars>) [--note <text>]"
        )

        @OptionGroup var deposit: Deposit

        @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
        var note = ""

        func run() throws {
            try deposit.run { installation, user, amount in
                try installation.grant(amount, toUserNamed: user, note: note)
            } text: {
                "Granted \(QuotaText.format($0)) to \($1.name), who has "
                    + "\(QuotaText.format($1.quota)) now.\n"
            }
        }
    }

    struct Adjust: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Correct a user's quota, up or down, but never below zero.",
            usage: "mjtask users adjust <user> (<units> | --usd <dollars>) --note <text>"
        )

        @OptionGroup var deposit: Deposit

        @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
        var note: String

        func run() throws {
            try deposit.run { installation, user, amount in
                try installation.adjustQuota(ofUserNamed: user, by: amount, note: note)
            } text: {
                "Corrected the quota of \($1.name) by \(QuotaText.format($0)): it is "
                    + "\(QuotaText.format($1.quota)) now.\n"
            }
        }
    }

    struct Deposit: ParsableArguments {
        @Argument(help: "The user's name or id.")
        var user: String

        @OptionGroup var amount: AmountOptions
        @OptionGroup var options: GlobalOptions

        func run(
            _ change: (Installation, String, Int64) throws -> User,
            text: (Int64, User) -> String
        ) throws {
            let amount = try amount.amount()
            try options.run { output in
                let changed = try options.withInstallation { installation, _ in
                    try change(installation, user, amount)
                }
                output.show(UserView(changed)) { text(amount, changed) }
            }
        }
    }
}
