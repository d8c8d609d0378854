package import Domain
import HTTP

/// Asks channels on the thread that waits for the answer: what FastCGI's threads use.
///
/// No header or secret of one channel or client ever reaches another. Never call it from async
/// code.
package final class SubmitClient: Sendable {
    private let caller: HTTPCaller
    /// The longest wait for an answer.
    package let timeout: Duration
    /// Of an answer, in bytes.
    private let limit: Int

    package init(configuration: ChannelClient.Configuration) {
        timeout = configuration.submitTimeout
        limit = configuration.maximumAnswerSize
        caller = HTTPCaller(
            configuration: .init(
                connectTimeout: configuration.connectTimeout,
                maximumAnswerSize: limit,
                idleTimeout: ChannelClient.Configuration.idleTimeout
            )
        )
    }

    /// POSTs `body` (a JSON object) to `route`, such as `/mj/submit/imagine`.
    package func submit(
        _ body: JSONValue,
        to route: String,
        of channel: Channel
    ) throws(ChannelError) -> SubmitAnswer {
        let answer: ChannelAnswer
        do throws(ChannelError) {
            answer = try ask(.post(body.bytes()), route, of: channel)
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

    /// Asks for the seed of a picture (`GET /mj/task/{id}/image-seed`), which takes up to a minute.
    ///
    /// - Returns: code 1 with the seed, in digits, as the only result; or the channel's refusal.
    package func imageSeed(of upstreamID: String, on channel: Channel)
        throws(ChannelError) -> SubmitAnswer
    {
        let answer = try ask(.get, "/mj/task/\(percentEncoded(upstreamID))/image-seed", of: channel)
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

    /// Closes connections that are not used any more; to be called now and then.
    package func closeIdle() {
        caller.closeIdle()
    }

    private func ask(_ method: HTTPRequest.Method, _ route: String, of channel: Channel)
        throws(ChannelError) -> ChannelAnswer
    {
        var fields = ["accept": "application/json"]
        // Never as Authorization: one dialect reads that first and then ignores this one.
        if !channel.secret.isEmpty { fields["mj-api-secret"] = channel.secret }
        if case .post = method { fields["content-type"] = "application/json" }
        do throws(HTTPFailure) {
            let answer = try caller.exchange(
                HTTPRequest(method, channel.baseURL, route, fields: fields, timeout: timeout)
            )
            return ChannelAnswer(status: answer.status, body: answer.body)
        } catch {
            switch error.cause {
            case .tooLarge: throw .malformed(reason: "answer larger than \(limit) bytes")
            // A server cannot have acted on a request that did not leave. Nothing depends on
            // whether a GET did: there, both are a matter of time.
            case .failed(let reason):
                if case .post = method, !error.wasSent { throw .refused(reason: reason) }
                throw .answerLost(reason: reason)
            }
        }
    }
}
