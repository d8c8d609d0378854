package import Domain

/// The `properties` that a task is shown with: the channel's, and those that clients read without
/// asking whether they are there.
struct TaskProperties {
    /// Who draws, in midjourney-proxy-plus's words.
    enum BotType: String {
        case midjourney = "MID_JOURNEY"
        case niji = "NIJI_JOURNEY"
        case insightFace = "INSIGHT_FACE"
    }

    private(set) var members: [String: JSONValue]
    let botType: BotType
    /// Of the picture, in digits; empty: not known (yet).
    let seed: String

    init(of task: MidjourneyTask, _ details: TaskDetails) {
        members = Self.members(of: details)
        botType = Self.botType(named: members["botType"], of: task)
        seed = Self.seed(in: members, details) ?? ""

        members["botType"] = .string(botType.rawValue)
        if members["finalPrompt"]?.string == nil { members["finalPrompt"] = .string(task.prompt) }
        // One client renders it as it stands, and fails without it.
        if task.status == .success, [.describe, .shorten].contains(task.action),
            members["finalZhPrompt"]?.string == nil
        {
            members["finalZhPrompt"] = .string("")
        }
        if !seed.isEmpty { members["imageSeed"] = .string(seed) }
    }

    /// Empty: the channel named none.
    var discordInstanceID: String { members["discordInstanceId"]?.idText ?? "" }

    fileprivate static func members(of details: TaskDetails) -> [String: JSONValue] {
        guard !details.properties.isEmpty else { return [:] }
        return (try? JSONValue.parse(Array(details.properties.utf8)))?.object ?? [:]
    }

    fileprivate static func seed(
        in members: [String: JSONValue],
        _ details: TaskDetails
    ) -> String? {
        guard details.seed.isEmpty else { return details.seed }
        guard let text = members["imageSeed"]?.idText, !text.isEmpty,
            text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return nil }
        return text
    }

    private static func botType(named name: JSONValue?, of task: MidjourneyTask) -> BotType {
        if let known = name?.string.flatMap(BotType.init) { return known }
        if task.action == .swapFace { return .insightFace }
        let words = task.prompt.split { $0.isWhitespace }
        return words.contains { $0.lowercased() == "--niji" } ? .niji : .midjourney
    }
}

extension TaskDetails {
    /// The picture's seed in digits, from the channel's answer or among its properties; nil: it
    /// has told none (yet).
    package var knownSeed: String? {
        TaskProperties.seed(in: TaskProperties.members(of: self), self)
    }
}
