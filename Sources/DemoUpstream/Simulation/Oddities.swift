/// How a task's object is strange while its life is not.
struct Oddities: Equatable, Sendable {
    var progress: ProgressOddity?
    var status: StatusOddity?
    var picture: PictureOddity?
    var buttons: ButtonsOddity?
    var times: TimesOddity?

    mutating func obey(_ subject: String, _ name: String) {
        switch subject {
        case "progress": progress = ProgressOddity(rawValue: name)
        case "status": status = StatusOddity(rawValue: name)
        case "image": picture = PictureOddity(rawValue: name)
        case "buttons": buttons = ButtonsOddity(rawValue: name)
        case "times": times = TimesOddity(rawValue: name)
        default: break
        }
    }
}

/// What the progress of a running task says.
enum ProgressOddity: String, CaseIterable, Sendable {
    /// Falls by half at each second step.
    case backwards
    /// Shows each second step twice.
    case repeats
    /// `100%` long before SUCCESS.
    case early
    case waiting, relaxed, null, empty, over

    func progress(atStep step: Int) -> String? {
        let percent = Lifecycle.percents[step]
        switch self {
        case .backwards: return "\(step.isMultiple(of: 2) ? percent : percent / 2)%"
        case .repeats: return "\(Lifecycle.percents[step / 2 * 2])%"
        case .early: return "100%"
        case .waiting: return "Waiting to start"
        case .relaxed: return "relaxed"
        case .null: return nil
        case .empty: return ""
        case .over: return "101%"
        }
    }
}

/// What the status does that it should not.
enum StatusOddity: String, CaseIterable, Sendable {
    /// IN_PROGRESS, SUBMITTED, IN_PROGRESS.
    case regress
    /// SUCCESS, and a step later FAILURE.
    case lateFailure
    /// `DREAMING` in the middle.
    case unknown
}

/// What becomes of the picture a step after SUCCESS.
enum PictureOddity: String, CaseIterable, Sendable {
    /// Another address, which works.
    case changes
    case null, relative, otherHost
    /// The address stays, and answers 403.
    case expires
    /// The address stays, and answers with another picture.
    case bytes
}

/// What the buttons of a finished task are.
enum ButtonsOddity: String, CaseIterable, Sendable {
    case missing, empty, null
    /// A step later there are only the first two.
    case change
    case nullCustomID = "nullCustomId"
}

/// What is wrong with the times.
enum TimesOddity: String, CaseIterable, Sendable {
    /// A day fast.
    case skew
    case seconds
    /// The task finishes before it starts.
    case reversed
}
