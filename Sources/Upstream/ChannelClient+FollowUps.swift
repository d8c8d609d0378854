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

    /// Asks for the seed of a picture (`GET /mj/task/{id}/image-seed`), which takes up to a minute, on
    /// this thread. Never call it from async code.
    ///
    /// - Returns: code 1 with the seed, in digits, as the only result; or the channel's refusal.
    package func imageSeedAndWait(of upstreamID: String, on channel: Channel)
        throws(ChannelError) -> SubmitAnswer
    {
        let answer = try connections.sendAndWait(
            .get,
            "/mj/task/\(percentEncoded(upstreamID))/image-seed",
            to: channel,
            timeout: configuration.submitTimeout,
            patience: configuration.submitPatience
        )
        switch answer.status {
        case 401, 403, 429, 300..<400: throw .refused(reason: "status \(answer.status)")
        default: break
        }
        // An envelope counts with any status: 400 and 404 carry one, and so may 500.
        let decoded = (try? answer.json()).flatMap(SeedDialect.answer)
        if let decoded { return decoded }
        try answer.requireSuccess()
        throw .malformed(reason: "status \(answer.status), no seed")
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
