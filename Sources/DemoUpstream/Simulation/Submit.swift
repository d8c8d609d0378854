import Domain

/// One kind of submit: reads its body as the server does it, in its order and with its texts, and
/// does what it says.
protocol Submit: Sendable {
    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal)
    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply
}

/// A submit as it came in.
struct SubmitRequest: Sendable {
    var name = SubmitName.imagine
    var body: JSONValue
    /// From the path.
    var mode: SpeedMode?
    /// From a header or the control plane, beside those in the prompt.
    var orders = PromptOrders()
    /// What is odd about the id that it gets.
    var idFault: IDFault?
}

/// Why nothing comes of a submit.
struct Refusal: Error, Equatable {
    var reply: SubmitReply

    /// With code 4.
    static func invalid(_ description: String) -> Refusal {
        Refusal(reply: .refused(code: 4, description))
    }
}

/// What submits of all kinds may say.
struct SubmitFields: Sendable, Equatable {
    var state: String?
    var notifyHook: String?
    var botType = "MID_JOURNEY"
    var mode: SpeedMode?
    /// The only account that may take it.
    var accountID: String?

    init(_ request: SubmitRequest, prompt: String = "") {
        let body = request.body
        state = body["state"]?.string
        notifyHook = body["notifyHook"]?.nonEmptyString
        let isNiji = ["niji", "NIJI_JOURNEY"].contains(body["botType"]?.string)
        if isNiji { botType = "NIJI_JOURNEY" }
        let filter = body["accountFilter"]
        accountID = filter?["instanceId"]?.nonEmptyString
        let modes = (filter?["modes"]?.array ?? []).compactMap(\.string)
        mode = request.mode ?? modes.lazy.compactMap(SpeedMode.init).first ?? Self.flag(in: prompt)
    }

    /// A follow-up runs where its parent ran.
    init(_ request: SubmitRequest, following parent: DemoTask) {
        self.init(request)
        botType = parent.order.fields.botType
        mode = mode ?? parent.order.fields.mode
        accountID = parent.accountID
    }

    private static func flag(in prompt: String) -> SpeedMode? {
        let words = prompt.split(whereSeparator: \.isWhitespace)
        return SpeedMode.allCases.first { words.contains("--\($0.rawValue.lowercased())") }
    }
}

extension JSONValue {
    var nonEmptyString: String? {
        guard let text = string, !text.isEmpty else { return nil }
        return text
    }

    /// Without the blanks around it; nil when nothing is left.
    var trimmedString: String? {
        guard let text = string, let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(text[first...last])
    }
}
