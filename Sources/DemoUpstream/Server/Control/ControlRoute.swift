import Domain

/// A route of the control plane, with the line about it in the list of all.
struct ControlRoute: Sendable {
    /// A request as such routes see it.
    struct Call: Sendable {
        var world: World
        /// An object, empty when there was no body.
        var body: JSONValue
        /// What stands for the names in braces.
        var parameters: [String]
    }

    let method: String
    /// `/tasks/{id}/state`.
    let path: String
    let help: String
    let answer: @Sendable (Call) -> Answer

    init(
        _ method: String,
        _ path: String,
        _ help: String,
        answer: @escaping @Sendable (Call) -> Answer
    ) {
        (self.method, self.path, self.help, self.answer) = (method, path, help, answer)
    }

    static let all =
        TaskControls.routes + WorldControls.routes + LogControls.routes + FaultControls.routes

    /// What stands for the names in braces; nil: it is another route.
    func parameters(_ method: String, _ segments: [String]) -> [String]? {
        let pattern = path.split(separator: "/")
        guard method == self.method, pattern.count == segments.count else { return nil }
        var parameters: [String] = []
        for (name, segment) in zip(pattern, segments) {
            if name.hasPrefix("{") {
                parameters.append(segment)
            } else if name != segment[...] {
                return nil
            }
        }
        return parameters
    }

    static var helpText: String {
        let lines = all.map { route in
            let name = "\(route.method) \(route.path)"
            let padding = String(repeating: " ", count: max(1, 30 - name.count))
            let indent = "\n" + String(repeating: " ", count: 30)
            return name + padding
                + route.help.split(separator: "\n").joined(separator: Substring(indent))
        }
        return lines.joined(separator: "\n")
            + "\nGET /image-like/…             the pictures, at another port\n\n"
            + "settings:\n" + SettingField.helpText + "\n" + Fault.Kind.help
            + "headers of requests under /mj:\n  x-demo-fault: a fault as JSON, or a kind\n"
            + "  x-demo-orders: what a prompt might say, such as [[fail]]\n"
    }
}

extension Answer {
    static let done = Answer.json(.object(["ok": .bool(true)]))

    static func unknown(_ what: String) -> Answer { .text("no such \(what)\n", status: 404) }
}
