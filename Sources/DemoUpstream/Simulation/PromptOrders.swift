/// What a prompt asks of the demo besides a picture, in double brackets.
///
/// `a cat [[slow:30]]` takes 30 s longer, whatever the speed.
struct PromptOrders: Equatable {
    var failure: String?
    var isBanned = false
    var isStuck = false
    var vanishes = false
    var extraSeconds = 0

    static let help = """
        [[fail]] [[fail:reason]]  ends as FAILURE half-way
        [[slow:30]]               takes 30 s longer, whatever the speed
        [[stuck]]                 stays IN_PROGRESS for ever, and keeps its slot
        [[vanish]]                is accepted, and then unknown to every read
        [[banned]]                is refused with code 24
        """

    init(prompt: String) {
        var rest = prompt[...]
        while let start = rest.firstRange(of: "[["),
            let end = rest[start.upperBound...].firstRange(of: "]]")
        {
            obey(rest[start.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
    }

    private mutating func obey(_ order: Substring) {
        let parts = order.split(separator: ":", maxSplits: 1).map(String.init)
        switch parts.first {
        case "fail": failure = parts.count > 1 ? parts[1] : "[Invalid parameter] Invalid value"
        case "slow": extraSeconds = max(0, min(86_400, parts.count > 1 ? Int(parts[1]) ?? 0 : 0))
        case "stuck": isStuck = true
        case "vanish": vanishes = true
        case "banned": isBanned = true
        default: break
        }
    }
}
