import Domain

/// Answers to submits, read in every dialect of the family.
enum ChannelDialect {
    /// In bytes: what a refusal says is kept as the reason, and shown in every list.
    private static let maximumDescription = 4096

    /// Nil when it is no answer to a submit, or says "accepted" without saying what.
    static func submitAnswer(_ answer: JSONValue) -> SubmitAnswer? {
        guard case .object(let members) = answer else { return nil }
        if let refusal = refusal(members) { return refusal }
        guard let code = code(members["code"]) else { return nil }
        let description = ChannelText.bounded(members["description"], to: maximumDescription)
        var decoded = SubmitAnswer(
            code: isQueueFull(code, description) ? 23 : code,
            description: description,
            results: results(members["result"]),
            properties: PublicProperties.strip(members["properties"])
        )
        switch decoded.code {
        case 1, 21, 22:
            guard !decoded.results.isEmpty else { return nil }
        case 3, 4, 9, 23, 24:
            // One documentation shows an id with 23: of a task that does not remain.
            decoded.results = []
        default:
            break
        }
        return decoded
    }

    /// The second envelope of the C# servers, sent for limits and for requests that they cannot
    /// bind: `{"success":false,"code":-1,"message":…}`. It refuses as code 4 does.
    private static func refusal(_ members: [String: JSONValue]) -> SubmitAnswer? {
        guard members["success"] == .bool(false) else { return nil }
        return SubmitAnswer(
            code: 4,
            description: ChannelText.bounded(members["message"], to: maximumDescription),
            results: [],
            properties: .object([:])
        )
    }

    private static func code(_ value: JSONValue?) -> Int? {
        if let number = value?.integer { return Int(number) }
        return value?.string.flatMap { Int($0) }
    }

    /// The C# servers have no code of their own for it, only this text with code 9.
    private static func isQueueFull(_ code: Int, _ description: String) -> Bool {
        code == 9 && description.contains("队列已满")
    }

    /// An id as a string or a number, several as an array or (PicReader::all) joined by commas.
    private static func results(_ value: JSONValue?) -> [String] {
        switch value {
        case .array(let elements):
            return elements.compactMap(\.idText).filter { !$0.isEmpty }
        case .string(let text):
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let areIDs = parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            }
            if areIDs { return parts.map(String.init) }
            return text.isEmpty ? [] : [text]
        default:
            return value?.idText.map { [$0] } ?? []
        }
    }
}
