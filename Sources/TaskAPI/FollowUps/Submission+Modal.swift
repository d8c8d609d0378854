import Domain
import Logging
import Storage
import Upstream

/// A modal call's way: paid for, then sent, then recorded. The task keeps its id, and stays MODAL
/// until its channel has answered.
extension Submission {
    func confirm(
        _ call: ModalCall,
        with body: [String: JSONValue],
        hookSecret: String,
        on channelID: ChannelID
    ) throws -> SubmitReply {
        guard let channel = try store.channel(channelID) else { return .noChannel }
        guard bulkhead.enter(channelID) else { return .queueFull }
        defer { bulkhead.leave(channelID) }
        let prompt: String
        switch try store.beginModal(call) {
        case .begun(let task): prompt = call.prompt.isEmpty ? task.prompt : call.prompt
        case .alreadySent: return try repeatModal(of: call.mjID, prompt: call.prompt)
        case .notModal: throw Problem.wrongTaskState
        case .unknown: throw Problem.parentUnknown
        case .channelFull: return .queueFull
        case .insufficientQuota: throw Problem.forbidden(.contract("quota_not_enough"))
        case .unpriced:
            throw Problem.unavailable(.unpriced(action: TaskAction.modal.rawValue))
        case .credentialWithdrawn: throw Problem.unauthorized(.tokenDisabled)
        case .refused(let refusal): throw Problem(refusal)
        }

        var body = body
        body["state"] = .string(call.mjID)
        body["notifyHook"] =
            hookSecret.isEmpty
            ? nil : hooks.hook(of: call.mjID, secret: hookSecret).map(JSONValue.string)
        let target = Target.pinned(channelID)
        let response = send(body, to: "/mj/submit/modal", of: channel, as: target)
        defer { remember(response.verdict, of: channel, as: target) }
        do {
            return record(try response.answer.get(), of: call, prompt)
        } catch  where error.isRefusal {
            log("channel did not take a modal call", call, "\(error)")
            return refuse(call, SubmitReply(refusal: error))
        } catch {
            // It may be drawing: the poller asks for the task that both know.
            log("answer to a modal call was lost", call, "\(error)")
            return .pending(call.mjID)
        }
    }

    /// While a call is under way, a second one that asks for the same is told to wait. One that
    /// asks for something else would be told that it is done, and it never is.
    func repeatModal(of mjID: String, prompt: String) throws -> SubmitReply {
        guard try store.modalPrompt(of: mjID) == prompt else { throw Problem.wrongTaskState }
        return .pending(mjID)
    }

    private func record(_ answer: SubmitAnswer, of call: ModalCall, _ prompt: String)
        -> SubmitReply
    {
        switch answer.code {
        case 1, 22:
            return accept(answer, of: call, prompt)
        case 21:
            // Another dialog: nothing was drawn, so nothing is paid.
            let reply = SubmitReply(acceptance: answer, result: call.mjID, prompt: prompt)
            return refuse(call, reply)
        case 3 where answer.isTaskUnknown:
            // The channel has lost the task, which can never be drawn.
            end(call.mjID, SubmitReply(refusal: answer))
            return SubmitReply(code: 4, description: answer.description)
        case 23:
            var reply = SubmitReply(queueFull: answer)
            reply.result = call.mjID
            return refuse(call, reply)
        default:
            return refuse(call, SubmitReply(refusal: answer))
        }
    }

    private func accept(_ answer: SubmitAnswer, of call: ModalCall, _ prompt: String)
        -> SubmitReply
    {
        do {
            let outcome = try store.recordModalAcceptance(
                of: call,
                code: answer.code,
                description: answer.description
            )
            switch outcome {
            case .recorded:
                return SubmitReply(acceptance: answer, result: call.mjID, prompt: prompt)
            case .alreadyEnded, .insufficientQuota:
                return SubmitReply(code: 4, description: "关联任务状态错误")
            }
        } catch {
            log("acceptance of a modal call not recorded", call, "\(error)")
            return .pending(call.mjID)
        }
    }

    /// Gives the charge back and the task to its next modal call.
    private func refuse(_ call: ModalCall, _ reply: SubmitReply) -> SubmitReply {
        do {
            try store.recordModalRefusal(
                mjID: call.mjID,
                code: reply.code,
                description: reply.description
            )
            return reply
        } catch {
            // The poller gives it back when the call's deadline passes.
            log("refusal of a modal call not recorded", call, "\(error)")
            return .pending(call.mjID)
        }
    }

    private func log(_ message: Logger.Message, _ call: ModalCall, _ reason: String) {
        logger.warning(message, metadata: ["task": "\(call.mjID)", "error": "\(reason)"])
    }
}
