package import Domain

extension ChannelClient {
    /// POSTs `body` (a JSON object) to `route`, such as `/mj/submit/imagine`, and waits on this
    /// thread. Never call it from async code.
    package func submitAndWait(
        _ body: JSONValue,
        to route: String,
        of channel: Channel
    ) throws(ChannelError) -> SubmitAnswer {
        let answer: ChannelAnswer
        do throws(ChannelError) {
            answer = try connections.sendAndWait(
                .post(body.bytes()),
                route,
                to: channel,
                timeout: configuration.submitTimeout,
                patience: configuration.submitPatience
            )
        } catch .malformed(let reason) {
            throw .answerLost(reason: reason)
        }
        switch answer.status {
        case 429:
            // Too many just now, whatever it says: no reason for anybody to give the channel up,
            // as some do on code 3.
            return .tooMany
        case 401, 403, 300..<400:
            throw .refused(reason: "status \(answer.status)")
        case 500...:
            throw .answerLost(reason: "status \(answer.status)")
        default:
            break
        }
        if let json = try? answer.json(), let decoded = ChannelDialect.submitAnswer(json) {
            return decoded
        }
        // 4xx without an envelope comes from something in front of the channel (a path it does not
        // have, a body it cannot read or that is too large): nothing was processed.
        switch answer.status {
        case 400, 404, 405, 413, 415, 422: throw .unfit(reason: "status \(answer.status)")
        case 400...: throw .refused(reason: "status \(answer.status)")
        default: break
        }
        // The channel did process the request, and may have made a task whose id we cannot read:
        // to call that a refusal would draw and pay it twice.
        throw .answerLost(reason: "status \(answer.status), answer not of the protocol")
    }
}
