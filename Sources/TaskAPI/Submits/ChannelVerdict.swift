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
    init(_ answer: SubmitAnswer, as target: Submission.Target) {
        switch answer.code {
        case 1, 21, 22:
            self = answer.isAccepted ? .works : .fails("accepted without an id")
        case 3 where answer.isTaskUnknown:
            self = .works
        case 3 where target == .anyChannel || answer.description.contains("无可用的账号"):
            self = .fails("no account (code 3)")
        // Of a follow-up: the account that drew its parent is away, others may be there.
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
        case .tooLarge:
            self = .nothing
        }
    }
}
