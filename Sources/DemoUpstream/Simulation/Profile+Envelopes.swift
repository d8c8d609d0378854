import Domain

/// The answers in which the profiles differ.
extension Profile {
    /// - Parameter account: empty when there is none to be named.
    func properties(_ account: String) -> [String: JSONValue] {
        guard !account.isEmpty else { return [:] }
        var properties = ["discordInstanceId": JSONValue.string(account)]
        if namesChannel { properties["discordChannelId"] = .string(account) }
        return properties
    }

    /// Plus sends no properties here, C# sends what the dialog would show.
    func modal(_ id: String, _ account: String, _ finalPrompt: String) -> Envelope {
        guard self == .csharp else { return Envelope(21, "窗口等待", id, nil) }
        var properties = properties(account)
        properties["finalPrompt"] = .string(finalPrompt)
        properties["remix"] = .bool(true)
        return Envelope(21, "Waiting for window confirm", id, properties)
    }

    func full(_ id: String, _ account: String) -> Envelope {
        switch self {
        case .plus: Envelope(23, "队列已满，请稍后尝试", id, properties(account))
        case .java: Envelope(23, "队列已满，请稍后尝试", nil, properties(account))
        case .csharp: Envelope(9, "提交失败，队列已满，请稍后重试")
        }
    }

    func accountGone(_ account: String) -> String {
        self == .csharp ? "无可用的账号实例" : "账号不可用: \(account)"
    }
}
