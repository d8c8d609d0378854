import Administration
import ArgumentParser
import Domain
import Storage

struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices",
        abstract: "What each action costs, before the group's ratio.",
        subcommands: [List.self, Set.self, Remove.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List prices.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let prices = try options.withInstallation { installation, _ in
                    try installation.prices().map(PriceView.init)
                }
                output.show(prices) {
                    TextTable(
                        [
                            .init("ACTION", isFlexible: true), .init("MODE"),
                            .init("UNITS", .right), .init("USD", .right),
                        ],
                        rows: prices.map { price in
                            [
                                price.action, price.mode ?? "any", QuotaText.grouped(price.quota),
                                "$" + price.usd,
                            ]
                        }
                    )
                }
            }
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the price of an action, for later submits.",
            usage: "mjtask prices set <action> [--mode <mode>] (<units> | --usd <dollars>)"
        )

        @OptionGroup var target: Target
        @OptionGroup var amount: AmountOptions
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let quota = try amount.amount()
            try options.run { output in
                let price = try options.withInstallation { installation, _ in
                    try installation.setPrice(
                        of: target.action,
                        mode: target.mode?.mode,
                        quota: quota
                    )
                }
                let mode = price.mode.map { " in the mode \($0.rawValue)" } ?? ""
                output.show(PriceView(price)) {
                    "Later submits of \(price.action.rawValue)\(mode) cost "
                        + "\(QuotaText.format(price.quota)).\n"
                }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a price.",
            discussion: """
                Without the price of a mode, that of any mode counts; without either, the action \
                is refused.
                """
        )

        @OptionGroup var target: Target
        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let action = try options.withInstallation { installation, _ in
                    try installation.removePrice(of: target.action, mode: target.mode?.mode)
                }
                let mode = target.mode?.mode.rawValue
                output.show(RemovedView(action: action.rawValue, mode: mode)) {
                    "Removed the price of \(action.rawValue)\(mode.map { " in the mode \($0)" } ?? "").\n"
                }
            }
        }
    }

    struct Target: ParsableArguments {
        @Argument(help: "An action such as IMAGINE, or its name mj_imagine.")
        var action: String

        @Option(help: "Only in this speed mode: fast, relax or turbo.")
        var mode: Mode?
    }

    struct Mode: ExpressibleByArgument {
        let mode: SpeedMode

        init?(argument: String) {
            guard let mode = SpeedMode(rawValue: argument.uppercased()) else { return nil }
            self.mode = mode
        }
    }

    private struct RemovedView: Encodable {
        let action: String
        @OrNull var mode: String?
    }
}

/// A price as commands show it: dollars as a decimal, which JSON's numbers would round.
struct PriceView: Encodable {
    let action: String
    /// null: any mode without a price of its own.
    @OrNull var mode: String?
    let quota: Int64
    let usd: String

    init(_ price: ListedPrice) {
        action = price.action.rawValue
        mode = price.mode?.rawValue
        quota = price.quota
        usd = String(QuotaText.dollars(price.quota).dropFirst().replacing(",", with: ""))
    }
}
