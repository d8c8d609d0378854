import Domain

/// Something that goes wrong with requests to come.
struct Fault: Sendable, Equatable {
    /// What is asked for.
    enum Target: String, CaseIterable, Sendable {
        case submit, fetch, list, seed, cancel, picture, any

        init?(name: String) {
            self.init(rawValue: name == "image" ? "picture" : name)
        }
    }

    enum Kind: Equatable, Sendable {
        /// How the answer travels, or does not.
        case transport(TransportFault)
        /// What is answered instead.
        case answer(AnswerFault)
        /// What a list names.
        case list(ListFault)
        /// What a submit answers as the id.
        case id(IDFault)
        /// What a submit's prompt might have ordered.
        case orders(PromptOrders)
        /// Reads do not know their tasks; nil: said as the profile says it.
        case unknownTask(status: Int?)
        /// A cancel is answered as if it worked.
        case ignored
    }

    var target: Target
    var kind: Kind
    /// How many requests it hits; nil: all until it is removed.
    var remaining: Int? = 1
    /// In so many of all cases.
    var probability = 1.0
    /// Only requests that name this task.
    var taskID: String?
}

extension Fault {
    /// `{"target":"submit","kind":"status","status":503,"count":2}`; nil when it makes no sense.
    init?(_ body: JSONValue) {
        guard let target = Target(name: body["target"]?.string ?? "any"),
            let kind = Kind(body["kind"]?.string ?? "", body)
        else { return nil }
        self.init(target: target, kind: kind)
        let count = body["count"]?.integer ?? (body["probability"] == nil ? 1 : -1)
        remaining = count < 0 ? nil : max(1, Int(clamping: count))
        taskID = body["task"]?.idText
        switch body["probability"] {
        case .number(let share): probability = share
        case .integer(let share): probability = Double(share)
        default: break
        }
    }

    /// `fetch:close`, or `close` for a request of which it is known what it asks for.
    init?(short text: String, target: Target? = nil) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let name = parts.last,
            let target = target ?? Target(name: parts.count > 1 ? parts[0] : ""),
            let kind = Kind(name, .object([:]))
        else { return nil }
        self.init(target: target, kind: kind)
    }
}

extension Fault.Kind {
    /// - Parameter details: what the kind needs to know besides its name.
    init?(_ name: String, _ details: JSONValue) {
        if let fault = TransportFault(name, details) {
            self = .transport(fault)
        } else if let fault = AnswerFault(name, details) {
            self = .answer(fault)
        } else if let fault = ListFault(name, details) {
            self = .list(fault)
        } else if let fault = IDFault(rawValue: name) {
            self = .id(fault)
        } else {
            switch name {
            case "orders": self = .orders(PromptOrders(prompt: details["orders"]?.string ?? ""))
            case "unknownTask":
                let status = details["status"]?.integer.flatMap { Int(exactly: $0) }
                self = .unknownTask(status: status)
            case "ignored": self = .ignored
            default: return nil
            }
        }
    }

    static let help = """
        kinds of any request:
          status             {"status":500,"body":""} answers it, and does nothing
          unauthorized queueFull noAccount failureEnvelope
                             answers 401, 23 or 9, 3, {"success":false…}, and does nothing
          garbage            {"body":"<html>…"} does as usual, and answers the body
          null emptyArray    does as usual, and answers null, []
          contentType        {"type":"text/html"} does as usual, and calls the answer that
          huge               {"megabytes":64} does as usual, with blanks behind the answer
          delay late         {"milliseconds":100} waits, before it does as usual or after it
          close reset        ends the connection, with a FIN or a RST, and does nothing
          lostAnswer         does as usual, and closes without an answer
          closeAfterHeaders truncate
                             does as usual, and closes after the headers, in the middle
          stall trickle      {"milliseconds":100} waits in the middle, before each byte
        of submits:
          duplicateId numericId longId leadingZeroId missingResult nullResult
          orders             {"orders":"[[fail]]"} as if the prompt had said it
        of reads:
          unknownTask        {"status":404} (none: as the profile says it)
        of lists:
          omit               {"ids":[]} (none: all)
          duplicate foreign reverse
        of cancels:
          ignored            answers as usual, and the task goes on

        """
}
