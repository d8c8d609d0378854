import Administration
import ArgumentParser

/// An amount of quota: units, or dollars.
struct AmountOptions: ParsableArguments {
    // An amount may be negative, and “-500” looks like an option to the parser.
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Quota units, such as 750000 or 750,000; 500000 are 1 USD.",
            valueName: "units"
        )
    )
    var units: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The amount in dollars instead, such as 1.50.", valueName: "dollars")
    )
    var usd: String?

    func validate() throws { _ = try amount() }

    func amount() throws -> Int64 {
        // Who knows the parser writes “-- -500”.
        let units = units.filter { $0 != "--" }
        if let option = units.first(where: { $0.hasPrefix("-") && QuotaText.units($0) == nil }) {
            throw ValidationError("Unknown option or bad amount “\(option)”.")
        }
        switch (units.count, usd) {
        case (1, nil): return try Self.units(units[0])
        case (0, let usd?): return try Self.units(ofDollars: usd)
        default: throw ValidationError("Give one amount: units, or dollars with --usd.")
        }
    }

    static func units(_ text: String) throws -> Int64 {
        if let units = QuotaText.units(text) { return units }
        throw ValidationError(
            "“\(text)” is no number of quota units, such as 750000 or 750,000."
        )
    }

    static func units(ofDollars text: String) throws -> Int64 {
        if let units = QuotaText.units(ofDollars: text) { return units }
        throw ValidationError(
            "“\(text)” is no amount of dollars, such as 1.50, in steps of 0.000002 (a unit)."
        )
    }
}
