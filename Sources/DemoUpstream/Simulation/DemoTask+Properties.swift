import Domain

extension DemoTask {
    func properties(_ view: View, _ rendering: TaskRendering) -> [String: JSONValue] {
        var random = SeededRandom(seed: seed)
        var members = rendering.profile.properties(accountID)
        members["nonce"] = .string(random.snowflake())
        members["notifyHook"] = .orNull(order.fields.notifyHook)
        members["finalPrompt"] = .null
        if rendering.profile != .java { members["botType"] = .string(order.fields.botType) }
        if let customID = order.customID {
            members[rendering.profile == .csharp ? "custom_id" : "customId"] = .string(customID)
        }
        if order.dialog != nil { members["needModel"] = .bool(true) }
        let texts = texts
        if view.startTime != nil, !texts.areFoundLast || view.isSuccess {
            members["finalPrompt"] = .string(texts.final)
            // The C# server keeps no Chinese version of what it found.
            if let chinese = texts.chinese, rendering.profile != .csharp {
                members["finalZhPrompt"] = .string(chinese)
            }
        }
        if view.isSuccess {
            members["messageId"] = .string(random.snowflake())
            members["messageHash"] = .string(jobID)
            members["messageContent"] = .string("**\(order.promptEn)** - <@\(accountID)> (fast)")
        }
        if isSeedKnown { members["imageSeed"] = .string(pictureSeed) }
        return members
    }

    /// What the message of the provider says.
    var texts: (final: String, chinese: String?, areFoundLast: Bool) {
        switch order.product {
        case .description:
            let prompts = DescribeText.prompts(seed: seed)
            return (prompts.english, prompts.chinese, true)
        case .analysis(let isDetailed):
            let analysis = ShortenText.text(order.promptEn, isDetailed: isDetailed)
            return (analysis.english, analysis.chinese, true)
        case .grid, .single, .swap, .videoGrid, .video, .picture:
            return (order.promptEn, nil, false)
        }
    }
}
