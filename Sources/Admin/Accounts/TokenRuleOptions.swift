import Administration
import ArgumentParser
import Settings

/// What a token may do: only what is given is set.
struct TokenRuleOptions: ParsableArguments {
    /// An amount, or the word that takes the limit away.
    enum Quota: ExpressibleByArgument {
        case units(Int64)
        case unlimited

        init?(argument: String) {
            if argument == "unlimited" {
                self = .unlimited
            } else {
                guard let units = QuotaText.units(argument) else { return nil }
                self = .units(units)
            }
        }
    }

    enum Expiry: ExpressibleByArgument {
        case after(Duration)
        case never

        init?(argument: String) {
            if argument == "never" {
                self = .never
            } else {
                guard let span = TimeSpan.parse(argument) else { return nil }
                self = .after(span)
            }
        }
    }

    @Option(help: ArgumentHelp("When it ends, such as 12h or 30d, or “never”.", valueName: "time"))
    var expires: Expiry?

    @Option(
        help: ArgumentHelp(
            "What it may spend of its user's quota: units, or “unlimited”.",
            valueName: "units"
        )
    )
    var quota: Quota?

    @Option(help: ArgumentHelp("The same in dollars, such as 1.50.", valueName: "dollars"))
    var usd: String?

    @Option(
        help: ArgumentHelp(
            "What may be submitted with it, such as IMAGINE,mj_upscale; “any” for all.",
            valueName: "actions"
        )
    )
    var actions: [String] = []

    @Option(
        name: [.customLong("networks"), .customLong("cidrs")],
        help: ArgumentHelp(
            "Where it may be used from, such as 10.0.0.0/8,2001:db8::1; “any” for everywhere.",
            valueName: "networks"
        )
    )
    var networks: [String] = []

    @Option(help: "The group that prices and routes its tasks, instead of its user's.")
    var group: String?

    @Flag(help: "Take its user's group again.")
    var noGroup = false

    @OptionGroup var limits: LimitOptions

    func validate() throws { _ = try rules() }

    func rules() throws -> TokenRules {
        var rules = TokenRules()
        switch expires {
        case .after(let span): rules.lifetime = .some(span)
        case .never: rules.lifetime = .some(nil)
        case nil: break
        }
        switch (quota, usd) {
        case (nil, nil): break
        case (.units(let units), nil): rules.quota = .some(units)
        case (.unlimited, nil): rules.quota = .some(nil)
        case (nil, let usd?): rules.quota = .some(try AmountOptions.units(ofDollars: usd))
        default: throw ValidationError("--quota and --usd exclude each other")
        }
        rules.actions = try Self.words(actions, "--actions")
        rules.networks = try Self.words(networks, "--networks")
        if group != nil, noGroup {
            throw ValidationError("--group and --no-group exclude each other")
        }
        if let group { rules.group = .some(group) }
        if noGroup { rules.group = .some(nil) }
        rules.limits = limits.tokenChanges
        return rules
    }

    /// The option may be given several times, and each time hold several words; nil: it is not
    /// given, empty: any.
    private static func words(_ given: [String], _ option: String) throws -> [String]? {
        guard !given.isEmpty else { return nil }
        let words = given.flatMap { text in
            text.split(omittingEmptySubsequences: true) { $0 == "," || $0 == " " }.map(String.init)
        }
        if words == ["any"] { return [] }
        guard !words.isEmpty, !words.contains("any") else {
            throw ValidationError("\(option): give some, with commas between, or “any” alone")
        }
        return words
    }
}
