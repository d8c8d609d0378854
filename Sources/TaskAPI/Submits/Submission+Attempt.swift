import Domain
import Logging
import Storage
import Upstream

extension Submission {
    /// Tasks that are paid for, and what is to be sent for them.
    struct Work {
        /// One, or several of one request.
        let tasks: [MidjourneyTask]
        /// Of the first task.
        let hookSecret: String
        let draft: Draft

        /// All ids, as one request's result.
        var result: String { tasks.map(\.mjID).joined(separator: ",") }
    }

    enum Outcome {
        /// The client's answer.
        case answered(SubmitReply)
        /// The channel surely has no such task: the next one may take it.
        case refused(SubmitReply)
        /// The channel took it, and it turned out to cost more than there is.
        case unpaid
    }

    /// Tries the channels in turn, further ones until `lastTry`; the first one has let the tasks
    /// in, and the place in its bulkhead is taken already.
    func attempt(
        _ work: Work,
        on channels: ArraySlice<Channel>,
        until lastTry: ContinuousClock.Instant
    ) throws(Problem) -> SubmitReply {
        let body = body(for: work)
        var refusal = SubmitReply.noChannel
        channels: for channel in channels {
            if channel.id != channels.first?.id {
                guard now() < lastTry else { break }
                guard bulkhead.enter(channel.id) else {
                    refusal = .queueFull
                    continue
                }
                let moved = move(work, to: channel)
                if moved != .moved { bulkhead.leave(channel.id) }
                switch moved {
                case .moved: break
                case .barred(let bar):
                    if bar == .full { refusal = .queueFull }
                    continue channels
                case .alreadyOnChannel: return .pending(work.result)
                case .ended: return reply(toEnded: work.tasks[0])
                case nil: break channels
                }
            }
            let outcome = ask(channel, for: work, body)
            bulkhead.leave(channel.id)
            switch outcome {
            case .answered(let reply): return reply
            case .refused(let reply): refusal = reply
            case .unpaid: throw .forbidden(.contract("quota_not_enough"))
            }
        }
        refusal = end(work, refusal)
        // The documentation shows an id with it: of the task that was not taken.
        if refusal.code == 23 { refusal.result = work.result }
        return refusal
    }

    private func body(for work: Work) -> [String: JSONValue] {
        var body = work.draft.body
        let first = work.tasks[0].mjID
        // Ours goes to the channel, so that a lost answer can be found again; the client's own is
        // in the task. So with the hook.
        body["state"] = .string(RequestState.text(of: work.tasks.map(\.mjID)))
        body["notifyHook"] = hooks.hook(of: first, secret: work.hookSecret).map(JSONValue.string)
        return body
    }

    private func ask(
        _ channel: Channel,
        for work: Work,
        _ body: [String: JSONValue]
    ) -> Outcome {
        let target = work.draft.target
        let response = send(body, to: work.draft.route, of: channel, as: target)
        defer { remember(response.verdict, of: channel, as: target) }
        let answer: SubmitAnswer
        do {
            answer = try response.answer.get()
        } catch {
            log("channel did not take a task", work, channel, error)
            if error.isRefusal { return .refused(SubmitReply(refusal: error)) }
            return .answered(.pending(work.result))
        }
        if answer.isAccepted { return record(answer, of: work, on: channel) }
        switch answer.code {
        case 1, 21, 22:
            // Taken, but nobody knows under which id: like a lost answer.
            return .answered(.pending(work.result))
        case 3:
            return .refused(work.draft.target.refusal(answer))
        case 23:
            return .refused(SubmitReply(queueFull: answer))
        default:
            let reply = SubmitReply(refusal: answer)
            return .answered(end(work, reply))
        }
    }

    /// Commits that the tasks go to another channel, before they are sent there. If it cannot be
    /// committed (nil), nothing is sent: a task must not be where nobody looks for it.
    private func move(_ work: Work, to channel: Channel) -> MoveOutcome? {
        do {
            for task in work.tasks {
                let outcome = try store.moveToChannel(channel.id, mjID: task.mjID)
                guard outcome == .moved else { return outcome }
            }
            return .moved
        } catch {
            log("task not moved", work, channel, error)
            return nil
        }
    }

    func log(
        _ message: Logger.Message,
        _ work: Work,
        _ channel: Channel,
        _ error: any Error
    ) {
        logger.warning(
            message,
            metadata: [
                "task": "\(work.result)", "channel": "\(channel.id)", "error": "\(error)",
            ]
        )
    }
}

extension Submission.Target {
    /// What a client is told of a channel's code 3. "No account" on one of several channels is
    /// ours to say; what the parent's channel says is about the parent or its account, and final.
    func refusal(_ answer: SubmitAnswer) -> SubmitReply {
        guard case .pinned = self, !answer.description.isEmpty else { return .noChannel }
        // A consumer disables whoever answers code 3; a parent that is gone is no reason for that.
        return SubmitReply(code: answer.isTaskUnknown ? 4 : 3, description: answer.description)
    }
}

extension SubmitAnswer {
    /// Code 3 means that there is no account, or that the channel has lost the task.
    var isTaskUnknown: Bool { code == 3 && description.contains("任务不存在") }
}
