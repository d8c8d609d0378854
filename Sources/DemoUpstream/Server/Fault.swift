import Domain

/// Something that goes wrong with requests to come, set by the control plane.
struct Fault: Sendable, Equatable {
    /// What is asked for.
    enum Target: String, CaseIterable, Sendable {
        case submit, fetch, list, picture, any
    }

    enum Kind: Equatable, Sendable {
        /// Answers with this status and body, and does nothing.
        case status(Int, body: String)
        /// Waits first, then does as usual.
        case delay(Milliseconds)
        /// Closes the connection, and does nothing.
        case close
        /// Does as usual, and closes the connection without an answer.
        case lostAnswer
        /// Does as usual, and answers with this body instead.
        case garbage(String)
        /// Does as usual, and closes in the middle of the answer.
        case truncate
        /// Does as usual, and sends a byte of the answer each so many milliseconds.
        case trickle(Milliseconds)
        /// Lists leave these ids out, all when empty.
        case omit(Set<String>)
        /// Lists name each task twice.
        case duplicate
        /// Lists name a task that nobody asked for.
        case foreign
    }

    var target: Target
    var kind: Kind
    /// How many requests it hits; nil: all until it is removed.
    var remaining: Int?
}

/// The faults that wait for their requests.
struct FaultPlan: Sendable {
    private(set) var faults: [Fault] = []

    mutating func add(_ fault: Fault) {
        faults.append(fault)
    }

    mutating func removeAll() {
        faults = []
    }

    /// The first fault that is due for a request, which it uses up.
    mutating func take(for target: Fault.Target) -> Fault? {
        guard
            let index = faults.firstIndex(where: { $0.target == target || $0.target == .any })
        else { return nil }
        let fault = faults[index]
        if let remaining = fault.remaining {
            if remaining <= 1 {
                faults.remove(at: index)
            } else {
                faults[index].remaining = remaining - 1
            }
        }
        return fault
    }
}

extension Fault {
    /// `{"target":"submit","kind":"status","status":503,"count":2}`; nil when it makes no sense.
    init?(_ body: JSONValue) {
        guard let target = Target(rawValue: body["target"]?.string ?? "any"),
            let name = body["kind"]?.string
        else { return nil }
        let time = body["milliseconds"]?.integer ?? 100
        let text = body["body"]?.string
        switch name {
        case "status":
            let status = body["status"]?.integer ?? 500
            guard (200...599).contains(status) else { return nil }
            kind = .status(Int(status), body: text ?? "")
        case "delay": kind = .delay(time)
        case "close": kind = .close
        case "lostAnswer": kind = .lostAnswer
        case "garbage": kind = .garbage(text ?? "<html>Bad Gateway</html>")
        case "truncate": kind = .truncate
        case "trickle": kind = .trickle(time)
        case "omit": kind = .omit(Set((body["ids"]?.array ?? []).compactMap(\.idText)))
        case "duplicate": kind = .duplicate
        case "foreign": kind = .foreign
        default: return nil
        }
        self.target = target
        let count = body["count"]?.integer ?? 1
        remaining = count < 0 ? nil : max(1, Int(count))
    }
}
