import Domain
import Logging
import Storage
import TaskDocuments
import Upstream

/// `GET /mj/task/{id}/image-seed`: asks the channel that drew a picture for its seed, once.
struct ImageSeedEndpoint: Endpoint {
    typealias Ask = (String, Channel) throws(ChannelError) -> SubmitAnswer

    let context: Context
    /// Not that of submits: seeds are free, and must not take the places of what is paid for.
    let bulkhead: ChannelBulkhead
    let flights: SharedAnswers
    let ask: Ask

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
        guard let id, TaskID.isPlausible(id),
            let (task, details) = try context.store.task(id, owner: identity.userID)
        else { throw Problem.notFound(.taskNotFound) }
        guard task.status == .success else { throw Problem.wrongTaskState }
        if let seed = details.knownSeed { return .json(SubmitReply.seed(seed).body) }
        guard let channel = try task.channelID.flatMap(context.store.channel),
            let upstreamID = task.upstreamID
        else {
            return .json(SubmitReply.noSeed.body)
        }
        // Also who only waits for another's answer holds a thread.
        guard bulkhead.enter(channel.id) else { return .json(SubmitReply.queueFull.body) }
        defer { bulkhead.leave(channel.id) }
        let reply = flights.answer(to: id) { self.reply(of: channel, to: upstreamID, for: task) }
        return .json((reply ?? .queueFull).body)
    }

    private func reply(
        of channel: Channel,
        to upstreamID: String,
        for task: MidjourneyTask
    ) -> SubmitReply {
        do throws(ChannelError) {
            let answer = try ask(upstreamID, channel)
            switch answer.code {
            case 1:
                guard let seed = answer.results.first else { return .noSeed }
                keep(seed, of: task)
                return .seed(seed)
            // Neither says anything about a seed.
            case 21, 22: return .noSeed
            default: return SubmitReply(code: answer.code, description: answer.description)
            }
        } catch {
            context.logger.warning(
                "channel did not tell a seed",
                metadata: [
                    "task": "\(task.mjID)", "channel": "\(channel.id)", "error": "\(error)",
                ]
            )
            return if case .answerLost = error { .seedLost } else { .noSeed }
        }
    }

    /// If it cannot be kept, the channel is asked again next time.
    private func keep(_ seed: String, of task: MidjourneyTask) {
        do {
            try context.store.recordSeed(seed, of: task.mjID)
        } catch {
            context.logger.error(
                "seed not recorded",
                metadata: ["task": "\(task.mjID)", "error": "\(error)"]
            )
        }
    }
}

extension SubmitReply {
    fileprivate static func seed(_ seed: String) -> SubmitReply {
        SubmitReply(code: 1, description: "成功", result: seed)
    }

    fileprivate static let noSeed = SubmitReply(code: 9, description: "未找到 seed")
    fileprivate static let seedLost = SubmitReply(code: 9, description: "获取 seed 超时，请稍后重试")
}
