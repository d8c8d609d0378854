import Domain

/// `/mj/submit/simple-change`: `{id} U1`, `{id} V4`, `{id} R`.
struct SimpleChangeSubmit: Submit {
    private let change: ChangeSubmit

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        let parts = (request.body["content"]?.string ?? "")
            .split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let change = Self.change(parts[1].lowercased())
        else { throw .invalid("content参数错误") }
        self.change = try ChangeSubmit(request, String(parts[0]), change)
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        change.carryOut(in: &simulation, at: now)
    }

    /// The second character is the number; the original reads no further.
    private static func change(_ text: String) -> ChangeSubmit.Change? {
        if text == "r" { return .reroll }
        guard let number = text.dropFirst().first.flatMap({ Int(String($0)) }),
            (1...4).contains(number)
        else { return nil }
        switch text.first {
        case "u": return .upscale(number)
        case "v": return .variation(number)
        default: return nil
        }
    }
}
