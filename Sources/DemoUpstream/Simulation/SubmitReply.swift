import Domain

/// What a submit answers, with the texts of the original.
enum SubmitReply: Equatable {
    case accepted(id: String, account: String, ahead: Int)
    case full(id: String, account: String)
    case noAccount
    case banned(promptEn: String, word: String)
    case invalid(String)

    var json: JSONValue {
        switch self {
        case .accepted(let id, let account, 0):
            return Self.envelope(1, "提交成功", id, ["discordInstanceId": .string(account)])
        case .accepted(let id, let account, let ahead):
            return Self.envelope(
                22,
                "排队中，前面还有\(ahead)个任务",
                id,
                [
                    "numberOfQueues": .integer(Int64(ahead)),
                    "discordInstanceId": .string(account),
                ]
            )
        case .full(let id, let account):
            return Self.envelope(23, "队列已满，请稍后尝试", id, ["discordInstanceId": .string(account)])
        case .noAccount:
            return Self.envelope(3, "无可用的账号实例", nil, [:])
        case .banned(let promptEn, let word):
            return Self.envelope(
                24,
                "可能包含敏感词",
                nil,
                ["promptEn": .string(promptEn), "bannedWord": .string(word)]
            )
        case .invalid(let description):
            return Self.envelope(4, description, nil, [:])
        }
    }

    private static func envelope(
        _ code: Int64,
        _ description: String,
        _ result: String?,
        _ properties: [String: JSONValue]
    ) -> JSONValue {
        .object([
            "code": .integer(code), "description": .string(description),
            "result": result.map(JSONValue.string) ?? .null, "properties": .object(properties),
        ])
    }
}
