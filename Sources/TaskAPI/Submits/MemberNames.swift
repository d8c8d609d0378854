import Domain

/// The names that the protocol gives to members of a body.
///
/// Some channels take a name in any case, and of two the last (System.Text.Json's web defaults:
/// https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/configure-options).
/// So what was checked in one spelling must not pass to them in another: a task of somebody else's,
/// a mode that was not paid for, a hook.
enum MemberNames {
    /// The members under the protocol's names. One that is there in its own spelling counts, the
    /// others are dropped.
    static func spelled(_ members: [String: JSONValue]) -> [String: JSONValue] {
        var spelled = members
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let known = known[name.lowercased()], known != name else { continue }
            spelled[name] = nil
            if spelled[known] == nil { spelled[known] = value }
        }
        return spelled
    }

    private static let known = Dictionary(
        uniqueKeysWithValues: [
            "accountFilter", "action", "base64", "base64Array", "batchSize", "botType",
            "chooseSameChannel", "content", "customId", "dimensions", "enableRemix", "endImage",
            "filter", "image", "index", "language", "link", "loop", "maskBase64", "modes",
            "motion", "notifyHook", "prompt", "sourceBase64", "sourceUrl", "state",
            "targetBase64", "targetUrl", "taskId", "tools", "videoType",
        ].map { ($0.lowercased(), $0) }
    )
}
