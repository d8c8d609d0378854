import Domain

/// Which member of the midjourney-proxy family is played: everything in which they differ that is
/// more than a field of a task.
enum Profile: String, CaseIterable, Sendable {
    /// midjourney-proxy-plus, as its published documentation describes it.
    case plus
    /// The original, in Java.
    case java
    /// The successor in C#, whose current version dropped the older routes.
    case csharp

    // MARK: Routes

    func offers(_ submit: SubmitName) -> Bool {
        switch self {
        case .plus: true
        case .java: [.imagine, .change, .simpleChange, .describe, .blend].contains(submit)
        case .csharp: ![.change, .simpleChange].contains(submit)
        }
    }

    var offersQueue: Bool { self != .csharp }
    var offersListByIDs: Bool { self != .java }
    var offersSeed: Bool { self != .java }
    var offersCancel: Bool { self != .java }
    /// `/mj-fast/mj/…` and its siblings.
    var offersModePaths: Bool { self == .csharp }

    // MARK: Answers

    /// The secret that a request shows; C# looks at Authorization first, as it is.
    func secret(in headers: [String: String]) -> String? {
        (self == .csharp ? headers["authorization"] : nil) ?? headers["mj-api-secret"]
    }

    /// Unlike the others, C# answers a follow-up of nothing with an HTTP error.
    var missingParentStatus: Int { self == .csharp ? 404 : 200 }
    /// The status, with an empty body, of a read of an unknown task.
    var unknownTaskStatus: Int { self == .csharp ? 204 : 200 }
    /// Also names the account as `discordChannelId`.
    var namesChannel: Bool { self == .csharp }
    /// Answers what it cannot read with HTTP 200 and an envelope of its own.
    var refusesWithEnvelope: Bool { self == .csharp }
    /// The list has the newest 100 tasks of all users only.
    var listLimit: Int? { self == .csharp ? 100 : nil }

    // MARK: Rules

    /// Banned words end an accepted task instead of refusing it.
    var bansLate: Bool { self == .csharp }
    /// The English prompt is there only when the task starts.
    var translatesLate: Bool { self == .csharp }
    /// Pictures may be links and bare base64.
    var takesLinks: Bool { self == .csharp }
    var showsButtons: Bool { self != .java }
    /// A cancelled task is a failed one, and nobody is told about it.
    var cancelsAsFailure: Bool { self == .csharp }
    /// The action of a reroll; nil: that of its parent.
    var rerollAction: TaskAction? { self == .java ? .reroll : nil }
    /// Whether zoom and mask are checked before a modal is accepted.
    var checksModals: Bool { self == .plus }
    /// Tasks show the speed that they were asked for.
    var showsMode: Bool { self != .java }
}
