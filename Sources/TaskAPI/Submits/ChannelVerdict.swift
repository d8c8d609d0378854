import Domain
import Upstream

/// What the outcome of a submit says of its channel.
enum ChannelVerdict: Equatable {
    /// It could not have said this without working.
    case works
    /// In words for an operator.
    case fails(String)
    /// It is about the request, or about how busy the channel is.
    case nothing
}

extension ChannelVerdict {
    /// - Parameters:
    ///   - body: What was sent.
    ///   - isOpen: The channel was disabled automatically.
    init(
        _ answer: SubmitAnswer,
        to body: [String: JSONValue],
        as target: Submission.Target,
        isOpen: Bool
    ) {
        switch answer.code {
        case 1, 21, 22:
            self = answer.isAccepted ? .works : .fails("accepted without an id")
        case 3 where answer.isTaskUnknown:
            self = .works
        // Others than those it was to be one of may be there.
        case 3 where AccountChoice.isNarrow(body):
            self = .nothing
        case 3 where target == .anyChannel || answer.description.contains("无可用的账号"):
            self = .fails("no account (code 3)")
        // Who is known to fail would be left alone for long, and is there again.
        case 23 where isOpen && !answer.isOfStatusOnly:
            self = .works
        // 3 of a follow-up: the account that drew its parent is away, others may be there.
        case 3, 9, 23:
            self = .nothing
        default:
            self = .works
        }
    }

    init(_ error: ChannelError) {
        switch error {
        case .refused(let reason), .answerLost(let reason), .malformed(let reason):
            self = .fails(reason)
        case .unfit:
            self = .nothing
        }
    }
}

/// Which of a channel's accounts may do what a body asks for.
private enum AccountChoice {
    /// Whether the client left out some: then nobody else should suffer when none is left. A speed
    /// mode leaves none out: a channel is asked for those that it serves.
    static func isNarrow(_ body: [String: JSONValue]) -> Bool {
        let filter = body["accountFilter"]?.object ?? [:]
        let isFiltered = filter.contains { name, value in
            name.lowercased() != "modes" && !isNothing(value)
        }
        return isFiltered || !isUsualBot(body["botType"])
    }

    /// As SDKs fill in members that nobody set.
    private static func isNothing(_ value: JSONValue) -> Bool {
        value == .null || value == .string("") || value == .array([])
    }

    private static func isUsualBot(_ value: JSONValue?) -> Bool {
        guard let value, !isNothing(value) else { return true }
        return value.string?.trimmed.uppercased() == "MID_JOURNEY"
    }
}
