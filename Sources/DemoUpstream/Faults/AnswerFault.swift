import Domain

/// What is answered instead.
struct AnswerFault: Equatable, Sendable {
    enum Change: Equatable, Sendable {
        case replace(status: Int, type: String, body: String)
        case type(String)
        /// Blanks behind the answer.
        case pad(megabytes: Int)
        /// The second envelope of the C# servers.
        case failureEnvelope
        case refusal(SubmitReply)
    }

    var change: Change
    /// Whether the request was carried out first.
    var isProcessed: Bool

    init?(_ name: String, _ details: JSONValue) {
        let text = details["body"]?.string
        isProcessed = true
        switch name {
        case "status":
            let status = details["status"]?.integer ?? 500
            guard (200...599).contains(status) else { return nil }
            let body = text ?? ""
            let type = body.hasPrefix("<") ? "text/html" : "application/json"
            change = .replace(status: Int(status), type: type, body: body)
            isProcessed = false
        case "unauthorized":
            change = .replace(status: 401, type: "application/json", body: "")
            isProcessed = false
        case "queueFull":
            change = .refusal(.full(id: "1689231405853399", account: "1118138338562560102"))
            isProcessed = false
        case "noAccount":
            change = .refusal(.noAccount)
            isProcessed = false
        case "failureEnvelope":
            change = .failureEnvelope
            isProcessed = false
        case "garbage": change = .json(text ?? "<html>Bad Gateway</html>")
        case "null": change = .json("null")
        case "emptyArray": change = .json("[]")
        case "contentType": change = .type(details["type"]?.string ?? "text/html")
        case "huge":
            let size = details["megabytes"]?.integer ?? 64
            change = .pad(megabytes: Int(max(1, min(1_024, size))))
        default: return nil
        }
    }

    /// - Parameter usual: what would have been answered; of nothing, when nothing was done.
    func answer(_ usual: Answer, _ profile: Profile, at now: Milliseconds) -> Answer {
        var answer = usual
        switch change {
        case .replace(let status, let type, let body):
            return Answer(status: status, type: type, bytes: Array(body.utf8))
        case .type(let type): answer.type = type
        case .pad(let megabytes):
            answer.bytes += [UInt8](repeating: UInt8(ascii: " "), count: megabytes << 20)
        case .failureEnvelope: return .failureEnvelope("操作失败", at: now)
        case .refusal(let reply): return .json(reply.json(profile))
        }
        return answer
    }
}

extension AnswerFault.Change {
    fileprivate static func json(_ body: String) -> Self {
        .replace(status: 200, type: "application/json", body: body)
    }
}
