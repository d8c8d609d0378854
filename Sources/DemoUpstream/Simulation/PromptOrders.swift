import Domain

/// What a prompt asks of the demo besides a picture, in double brackets.
///
/// `a cat [[slow:30]]` takes 30 s longer, whatever the speed. A header or the control plane may
/// say the same of submits whose prompt does not.
struct PromptOrders: Equatable, Sendable {
    var failure: String?
    var isBanned = false
    /// The state that it never leaves.
    var stuck: TaskStatus?
    var timesOut = false
    var vanishes = false
    var isUncancellable = false
    var extraSeconds = 0
    var action: String?
    var oddities = Oddities()
    /// `target:kind`, for requests about this task.
    var faults: [String] = []

    static let help = """
        [[fail]] [[fail:reason]]  ends as FAILURE half-way
        [[failure:NAME]]          the same, with a real reason: \(names(FailureName.self))
        [[timeout]]               ends as FAILURE 任务超时 after five minutes
        [[slow:30]]               takes 30 s longer, whatever the speed
        [[stuck]] [[stuck:STATE]] stays IN_PROGRESS (NOT_START, SUBMITTED), and keeps its slot
        [[vanish]]                is accepted, and then unknown to every read
        [[banned]]                is refused with code 24
        [[uncancellable]]         goes on after a cancel that was answered as if it worked
        [[action:NAME]]           shows this action
        [[progress:NAME]]         \(names(ProgressOddity.self))
        [[status:NAME]]           \(names(StatusOddity.self))
        [[image:NAME]]            after SUCCESS: \(names(PictureOddity.self))
        [[buttons:NAME]]          \(names(ButtonsOddity.self))
        [[times:NAME]]            \(names(TimesOddity.self))
        [[fault:TARGET:KIND]]     a fault, see /faults, for the first such request about this task
        """

    private static func names<Names: RawRepresentable<String> & CaseIterable>(
        _ type: Names.Type
    ) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    init() {}

    init(prompt: String) {
        obey(all: prompt)
    }

    /// Adds what another text asks for.
    mutating func obey(all text: String) {
        var rest = text[...]
        while let start = rest.firstRange(of: "[["),
            let end = rest[start.upperBound...].firstRange(of: "]]")
        {
            obey(rest[start.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
    }

    /// The orders of a request, and those of the prompt that it came with.
    func adding(prompt: String) -> PromptOrders {
        var orders = self
        orders.obey(all: prompt)
        return orders
    }

    private mutating func obey(_ order: Substring) {
        let parts = order.split(separator: ":", maxSplits: 1).map(String.init)
        let value = parts.count > 1 ? parts[1] : nil
        switch parts.first {
        case "fail": failure = value ?? FailureName.invalid.reason
        case "failure": failure = value.flatMap(FailureName.init)?.reason ?? failure
        case "timeout": timesOut = true
        case "slow": extraSeconds = max(0, min(86_400, value.flatMap { Int($0) } ?? 0))
        case "stuck": stuck = value.flatMap(TaskStatus.init) ?? .inProgress
        case "vanish": vanishes = true
        case "banned": isBanned = true
        case "uncancellable": isUncancellable = true
        case "action": action = value
        case "fault": faults += value.map { [$0] } ?? []
        default: oddities.obey(parts.first ?? "", value ?? "")
        }
    }
}

/// Reasons of failures as they really come.
enum FailureName: String, CaseIterable, Sendable {
    case invalid, banned, process, captcha, queue, `internal`, empty

    var reason: String {
        switch self {
        case .invalid: "[Invalid parameter] Invalid value"
        case .banned: "[Banned prompt detected] The word is banned"
        case .process: "Failed to process your command"
        case .captcha: "[Action required to continue] /captcha/embedded/1x00000000000000000000AA"
        case .queue: "[Queue full] You have reached the maximum number of queued jobs"
        case .internal: "[Internal Server Error] null"
        case .empty: ""
        }
    }
}
