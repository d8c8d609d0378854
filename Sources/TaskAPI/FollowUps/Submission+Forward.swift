import Domain
import Logging
import Storage
import Upstream

extension Submission {
    /// Sends what makes no task and costs nothing.
    ///
    /// - Parameter result: of the answer, when the channel did it.
    func forward(
        _ body: [String: JSONValue],
        to route: String,
        on channelID: ChannelID,
        result: String
    ) throws -> SubmitReply {
        guard let channel = try store.channel(channelID) else { return .noChannel }
        guard bulkhead.enter(channelID) else { return .queueFull }
        defer { bulkhead.leave(channelID) }
        let target = Target.pinned(channelID)
        let response = send(body, to: route, of: channel, as: target)
        defer { remember(response.verdict, of: channel, as: target) }
        do {
            let answer = try response.answer.get()
            switch answer.code {
            case 1, 21, 22: return SubmitReply(code: 1, description: "成功", result: result)
            case 3: return target.refusal(answer)
            default: return SubmitReply(refusal: answer)
            }
        } catch {
            logger.warning(
                "channel did not take a request",
                metadata: ["task": "\(result)", "channel": "\(channelID)", "error": "\(error)"]
            )
            if error.isRefusal { return SubmitReply(refusal: error) }
            return SubmitReply(code: 9, description: "提交失败，系统异常")
        }
    }
}
