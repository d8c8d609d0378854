import Logging

/// The keys of all metadata that this module logs. Values are ids, counts and reasons; never
/// prompts, addresses of pictures or secrets.
enum LogKey {
    static let attempts = "attempts"
    static let channel = "channel"
    static let count = "count"
    static let epoch = "epoch"
    static let reason = "reason"
    static let task = "task"
    static let upstreamID = "upstream-id"
}
