import ArgumentParser

/// How much may be submitted.
struct LimitOptions: ParsableArguments {
    /// A number from 1 on, or a word.
    enum Limit: ExpressibleByArgument {
        case number(Int)
        case `default`
        case unlimited

        init?(argument: String) {
            switch argument {
            case "default": self = .default
            case "unlimited": self = .unlimited
            default:
                guard let number = Int(argument), number > 0 else { return nil }
                self = .number(number)
            }
        }

        /// As it is stored.
        var value: Int? {
            switch self {
            case .number(let number): number
            case .default: nil
            case .unlimited: 0
            }
        }

        /// What is stored, as people read it.
        static func text(_ value: Int?) -> String {
            switch value {
            case nil: "default"
            case 0: "unlimited"
            case let number?: String(number)
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "The most submits in a minute: a number, “unlimited” or “default”.",
            valueName: "limit"
        )
    )
    var submitsPerMinute: Limit?

    @Option(
        help: ArgumentHelp(
            "The most tasks at a time: a number, “unlimited” or “default”.",
            valueName: "limit"
        )
    )
    var concurrentTasks: Limit?
}
