package import Domain

extension ChannelClient {
    /// Tells the channel that a task is not wanted any more (`POST /mj/task/{id}/cancel`). Any
    /// answer of a channel that got the request counts: a finished or unknown task is none to cancel.
    package func cancel(_ upstreamID: String, on channel: Channel) async throws(ChannelError) {
        fatalError("stub")
    }

    /// Asks for the seed of a picture (`GET /mj/task/{id}/image-seed`), which takes up to a minute.
    /// For a thread that waits, as ``submitAndWait(_:to:of:)``.
    package func imageSeedAndWait(of upstreamID: String, on channel: Channel)
        throws(ChannelError) -> SubmitAnswer
    {
        fatalError("stub")
    }

    /// The newest tasks that the channel lists (`GET /mj/task/list`; some list 100, of all users).
    package func newestReports(on channel: Channel) async throws(ChannelError) -> [ChannelReport] {
        fatalError("stub")
    }
}
