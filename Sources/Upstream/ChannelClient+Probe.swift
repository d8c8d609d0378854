package import Domain

/// What a channel says when it is asked for nothing.
package enum ChannelFinding: Sendable, Equatable {
    /// It answers as a midjourney-proxy that lets us in.
    case works
    /// 401 or 403: its `mj-api-secret` is another one.
    case wrongSecret
    /// Nobody answers there.
    case unreachable(String)
    /// Somebody answers, with an error of the server.
    case failing(String)
    /// Somebody else answers.
    case notAChannel(String)
}

extension ChannelClient {
    /// Asks for the states of no tasks (`list-by-condition`): what costs nothing and tells whether a
    /// channel would take any.
    package func probe(_ channel: Channel) async -> ChannelFinding {
        do throws(ChannelError) {
            let answer = try await connections.send(
                .post(JSONValue.object(["ids": .array([])]).bytes()),
                "/mj/task/list-by-condition",
                to: channel,
                timeout: configuration.pollTimeout
            )
            switch answer.status {
            case 401, 403: return .wrongSecret
            case 500...: return .failing("status \(answer.status)")
            case 200..<300 where answer.isBlank: return .works
            case 200..<300:
                return try answer.json().array == nil
                    ? .notAChannel("answers with something else than a list of tasks") : .works
            default: return .notAChannel("status \(answer.status)")
            }
        } catch {
            switch error {
            case .refused(let reason), .answerLost(let reason), .unfit(let reason):
                return .unreachable(reason)
            case .malformed(let reason):
                return .notAChannel(reason)
            }
        }
    }
}
