package import Domain

extension ChannelClient {
    /// Tells the channel that a task is not wanted any more (`POST /mj/task/{id}/cancel`). Any
    /// answer of a channel that got the request counts: a finished or unknown task is none to cancel.
    package func cancel(_ upstreamID: String, on channel: Channel) async throws(ChannelError) {
        let answer: ChannelAnswer
        do throws(ChannelError) {
            answer = try await connections.send(
                .post(Array("{}".utf8)),
                "/mj/task/\(percentEncoded(upstreamID))/cancel",
                to: channel,
                timeout: configuration.pollTimeout
            )
        } catch .malformed {
            return
        }
        // Nothing, a text or an envelope, with 200, 204, 400 or 404: what it says changes nothing.
        switch answer.status {
        case 401, 403, 429, 300..<400: throw .refused(reason: "status \(answer.status)")
        case 500...: throw .answerLost(reason: "status \(answer.status)")
        default: return
        }
    }

    /// The newest tasks that the channel lists (`GET /mj/task/list`; some list 100, of all users).
    package func newestReports(on channel: Channel) async throws(ChannelError) -> [ChannelReport] {
        let answer = try await connections.send(
            .get,
            "/mj/task/list",
            to: channel,
            timeout: configuration.pollTimeout
        )
        try answer.requireSuccess()
        // A server without tasks may say so with nothing.
        if answer.isBlank { return [] }
        guard let items = try answer.json().array else {
            throw .malformed(reason: "list: no array")
        }
        let list = TaskDecoder.reports(items, asked: nil)
        for oddity in list.oddities { log.note(oddity, channel: channel.id) }
        return list.reports
    }
}
