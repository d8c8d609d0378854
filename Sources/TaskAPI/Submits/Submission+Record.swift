import Domain
import Logging
import Storage
import Upstream

extension Submission {
    /// Commits what the channel took, and gives the client's answer.
    func record(_ answer: SubmitAnswer, of work: Work, on channel: Channel) -> Outcome {
        // An id counts once: two tasks of ours with one picture would be paid twice.
        var seen: Set<String> = []
        let ids = answer.results.filter { seen.insert($0).inserted }.prefix(work.tasks.count)
        let made = zip(work.tasks, ids)
        for task in work.tasks.dropFirst(ids.count) { end(task.mjID, .notMade) }

        var kept: [String] = []
        var isUnpaid = false
        do {
            for (task, upstreamID) in made {
                let outcome = try store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: upstreamID,
                    code: answer.code,
                    description: answer.description,
                    status: answer.code == 21 ? .modal : .submitted
                )
                switch outcome {
                case .recorded: kept.append(task.mjID)
                case .insufficientQuota: isUnpaid = true
                case .alreadyEnded: break
                }
            }
        } catch {
            // The channel draws, and the poller must find its ids.
            log("acceptance not recorded", work, channel, error)
            return .answered(.pending(work.result))
        }
        guard !kept.isEmpty else {
            return isUnpaid ? .unpaid : .answered(reply(toEnded: work.tasks[0]))
        }
        let reply = SubmitReply(
            acceptance: answer,
            result: kept.joined(separator: ","),
            prompt: work.tasks[0].prompt
        )
        return .answered(reply)
    }

    /// A task that ended while its channel was asked (deadline, cancel) is no success, whatever
    /// the channel says.
    func reply(toEnded task: MidjourneyTask) -> SubmitReply {
        let found = try? store.task(task.mjID, owner: nil)?.task
        let reason = found?.status == .cancel ? "任务已取消" : found?.failReason ?? ""
        return SubmitReply(code: 4, description: reason.isEmpty ? "任务已结束" : reason)
    }

    /// Ends all tasks of a request with their refund; gives the client's answer.
    func end(_ work: Work, _ reply: SubmitReply) -> SubmitReply {
        let haveEnded = work.tasks.map { !end($0.mjID, reply) }
        return haveEnded.allSatisfy(\.self) ? self.reply(toEnded: work.tasks[0]) : reply
    }

    /// Ends the task with its refund. If that cannot be committed now, the poller does it when the
    /// task's deadline passes.
    ///
    /// - Returns: false when the task had ended already.
    @discardableResult
    func end(_ mjID: String, _ reply: SubmitReply) -> Bool {
        do {
            return try store.recordRefusal(
                mjID: mjID,
                code: reply.code,
                reason: reply.description
            )
        } catch {
            logger.error(
                "refusal not recorded",
                metadata: ["task": "\(mjID)", "error": "\(error)"]
            )
            return true
        }
    }
}
