import Domain

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
        members = (try? JSONValue.parse(Array(details.properties.utf8)))?.object ?? [:]
        botType = Self.botType(named: members["botType"], of: task)
        seed = details.seed.isEmpty ? members["imageSeed"]?.idText ?? "" : details.seed

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

    private static func botType(named name: JSONValue?, of task: MidjourneyTask) -> BotType {
        if let known = name?.string.flatMap(BotType.init) { return known }
        if task.action == .swapFace { return .insightFace }
        let words = task.prompt.split { $0.isWhitespace }
        return words.contains { $0.lowercased() == "--niji" } ? .niji : .midjourney
    }
}
