package import Domain
package import Logging
package import Storage
package import Upstream

/// A submit's way from a checked request to an answer: steps 2 to 5 of a task's life.
///
/// The task is paid for and durable before a channel hears of it, and a channel's id is durable
/// before the client hears of that. A refusal goes on to the next channel; after an answer that was
/// lost nothing is ever sent again, since the channel may be drawing already.
package struct Submission {
    package typealias Send = (JSONValue, Channel) throws(ChannelError) -> SubmitAnswer

    private let store: Store
    private let bulkhead: ChannelBulkhead
    private let logger: Logger
    private let send: Send

    package init(
        store: Store,
        bulkhead: ChannelBulkhead,
        logger: Logger,
        send: @escaping Send
    ) {
        self.store = store
        self.bulkhead = bulkhead
        self.logger = logger
        self.send = send
    }

    /// What is submitted: the task, but for its channel, and the body for the channel, but for
    /// its `state`.
    package struct Draft {
        package var identity: Identity
        package var action: TaskAction
        package var mode: SpeedMode?
        package var prompt: String
        package var details: TaskDetails
        package var body: [String: JSONValue]
    }

    package func submit(_ draft: Draft) throws -> SubmitReply {
        var generator = SystemRandomNumberGenerator()
        let channels = ChannelChoice.order(try store.channels(), using: &generator)
        guard !channels.isEmpty else { return .noChannel }
        guard let first = channels.firstIndex(where: { bulkhead.enter($0.id) }) else {
            return .queueFull
        }
        // From here on the place in the bulkhead is given back by `attempt`, or here.
        let task: MidjourneyTask
        do {
            task = try accept(draft, on: channels[first])
        } catch {
            bulkhead.leave(channels[first].id)
            throw error
        }
        return attempt(task, draft, on: channels[first...])
    }

    private func accept(_ draft: Draft, on channel: Channel) throws -> MidjourneyTask {
        let outcome = try store.accept(
            [
                NewTask(
                    userID: draft.identity.userID,
                    tokenID: draft.identity.tokenID,
                    channelID: channel.id,
                    action: draft.action,
                    mode: draft.mode,
                    prompt: draft.prompt,
                    details: draft.details
                )
            ]
        )
        switch outcome {
        case .accepted(let tasks): return tasks[0]
        case .insufficientQuota: throw Problem.forbidden(.contract("quota_not_enough"))
        case .unpriced:
            throw Problem.unavailable(.unpriced(action: draft.action.rawValue))
        case .credentialWithdrawn: throw Problem.unauthorized(.tokenDisabled)
        }
    }

    /// Tries the channels in turn; the place in the first one's bulkhead is taken already.
    private func attempt(
        _ task: MidjourneyTask,
        _ draft: Draft,
        on channels: ArraySlice<Channel>
    ) -> SubmitReply {
        var body = draft.body
        // Ours goes to the channel, so that a lost answer can be found again; the client's own is
        // in the task.
        body["state"] = .string(task.mjID)
        var refusal = SubmitReply.noChannel
        for channel in channels {
            if channel.id != channels.first?.id {
                guard bulkhead.enter(channel.id) else {
                    refusal = .queueFull
                    continue
                }
                guard move(task, to: channel) else {
                    bulkhead.leave(channel.id)
                    break
                }
            }
            let outcome = ask(channel, for: task, body)
            bulkhead.leave(channel.id)
            switch outcome {
            case .answered(let reply): return reply
            case .refused(let reply): refusal = reply
            }
        }
        end(task, refusal)
        return refusal
    }

    private enum Outcome {
        /// The client's answer.
        case answered(SubmitReply)
        /// The channel surely has no such task: the next one may take it.
        case refused(SubmitReply)
    }

    private func ask(
        _ channel: Channel,
        for task: MidjourneyTask,
        _ body: [String: JSONValue]
    ) -> Outcome {
        let answer: SubmitAnswer
        do {
            answer = try send(.object(body), channel)
        } catch {
            log("channel did not take a task", task, channel, error)
            if case .refused = error { return .refused(.noChannel) }
            return .answered(.pending(task.mjID))
        }
        var reply = SubmitReply(
            code: answer.code,
            description: answer.description,
            properties: SubmitReply.shown(answer.properties)
        )
        if answer.isAccepted {
            reply.result = task.mjID
            return .answered(record(answer, of: task, on: channel) ? reply : .pending(task.mjID))
        }
        switch answer.code {
        case 1, 21, 22:
            // Taken, but nobody knows under which id: like a lost answer.
            return .answered(.pending(task.mjID))
        case 3, 23:
            return .refused(answer.code == 3 ? .noChannel : .queueFull)
        default:
            end(task, reply)
            return .answered(reply)
        }
    }

    /// Commits that the task goes to another channel, before it is sent there. If it cannot be
    /// committed, nothing is sent: a task must not be where nobody looks for it.
    private func move(_ task: MidjourneyTask, to channel: Channel) -> Bool {
        do {
            try store.moveToChannel(channel.id, mjID: task.mjID)
            return true
        } catch {
            log("task not moved", task, channel, error)
            return false
        }
    }

    /// False when the acceptance could not be committed: the channel draws, and the poller must
    /// find its id through `state`.
    private func record(_ answer: SubmitAnswer, of task: MidjourneyTask, on channel: Channel)
        -> Bool
    {
        do {
            _ = try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: answer.results.first ?? "",
                code: answer.code,
                description: answer.description,
                status: answer.code == 21 ? .modal : .submitted
            )
            return true
        } catch {
            log("acceptance not recorded", task, channel, error)
            return false
        }
    }

    /// Ends the task with its refund. If that cannot be committed now, the poller does it when the
    /// task's deadline passes.
    private func end(_ task: MidjourneyTask, _ reply: SubmitReply) {
        do {
            try store.recordRefusal(
                mjID: task.mjID,
                code: reply.code,
                reason: reply.description
            )
        } catch {
            logger.error(
                "refusal not recorded",
                metadata: ["task": "\(task.mjID)", "error": "\(error)"]
            )
        }
    }

    private func log(
        _ message: Logger.Message,
        _ task: MidjourneyTask,
        _ channel: Channel,
        _ error: any Error
    ) {
        logger.warning(
            message,
            metadata: [
                "task": "\(task.mjID)", "channel": "\(channel.id)", "error": "\(error)",
            ]
        )
    }
}
