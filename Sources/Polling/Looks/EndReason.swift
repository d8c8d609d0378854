/// Why the poller itself ends a task; the texts are shown as `failReason`.
enum EndReason {
    /// What midjourney-proxy says of its own time-outs.
    static let deadline = "任务超时"
    static let vanished = "渠道中已不存在该任务 (the channel no longer knows this task)"
    static let unanswered = "提交未得到渠道答复 (the channel never answered the submit)"
    static let modalExpired = "窗口等待超时 (the modal was never confirmed)"
}
