import Domain
import Logging
import Storage
import TaskDocuments
import Upstream

extension Callbacks {
    /// A state on its way to its receiver.
    struct News: Sendable {
        var mjID: String
        var lane: CallbackSlots.Lane
    }

    private enum Outcome {
        case done
        case rejected
        /// Nobody is there: what else is to go there waits.
        case silence
        /// Cut short, or the database is away.
        case unknown
    }

    // MARK: - Terminal states

    /// Delivers the rows of a lane one after the other.
    func deliver(_ work: CallbackPlan.Work) async {
        defer {
            slots.end(work.lane)
            delivering.subtract(work.rows.map(\.id))
            done.formUnion(work.rows.map(\.id))
            wake()
        }
        let tasks: [String: CallbackTask]
        do throws(StorageError) {
            tasks = try await self.tasks(work.rows.map(\.mjID))
        } catch {
            return flush.failed(error)
        }
        for row in work.rows where !Task.isCancelled {
            // Busy: its news are being delivered, and the row is still due after them.
            guard slots.begin(task: row.mjID) else { continue }
            progress.forget([row.mjID])
            let outcome = await deliver(row, tasks[row.mjID])
            slots.end(task: row.mjID)
            switch outcome {
            case .done, .rejected: slots.noteAnswer(of: work.lane.receiver)
            case .silence:
                slots.noteSilence(of: work.lane.receiver, at: .now)
                return
            case .unknown: return
            }
        }
    }

    private func deliver(_ row: Callback, _ task: CallbackTask?) async -> Outcome {
        guard let task else {
            await record(.failed("no such task", retryAt: nil), of: row.id)
            return .done
        }
        let delivery = CallbackDelivery(
            id: "\(row.id)",
            url: row.url,
            userID: row.userID,
            body: documents.bytes(of: task.task, task.details),
            tokenHash: task.tokenHash
        )
        do {
            try await deliver(delivery, .now)
        } catch {
            // What was cut short says nothing about the receiver.
            guard !Task.isCancelled, error != .busy else { return .unknown }
            return await note(error, of: row)
        }
        return await record(.delivered, of: row.id) ? .done : .unknown
    }

    private func note(_ error: CallbackError, of row: Callback) async -> Outcome {
        let backoff = Backoff(
            first: configuration.paces.callbackPause,
            longest: .seconds(3600),
            deadline: configuration.callbackDeadline,
            jitter: 0.2
        )
        var retryAt = backoff.retry(
            afterFailures: row.attempts + 1,
            since: row.createdAt,
            at: .now
        )
        if case .invalid = error { retryAt = nil }
        await record(.failed("\(error)", retryAt: retryAt), of: row.id)
        if retryAt == nil {
            logger.notice(
                "a callback is given up",
                metadata: [
                    LogKey.task: "\(row.mjID)", LogKey.attempts: "\(row.attempts + 1)",
                    LogKey.reason: "\(error)",
                ]
            )
        }
        if case .unreachable = error { return .silence }
        return .rejected
    }

    // MARK: - States on the way

    /// The news that may be delivered now. What nobody may hear, or nobody is there to hear, goes.
    func dueNews() async throws(StorageError) -> [News] {
        let unaddressed = progress.unaddressed(limit: 500)
        if !unaddressed.isEmpty {
            let found = try await tasks(unaddressed)
            for mjID in unaddressed {
                if let task = found[mjID], !task.task.status.isTerminal,
                    let receiver = CallbackReceiver(url: task.details.notifyHook)
                {
                    progress.setReceiver(receiver, of: mjID)
                } else {
                    progress.forget([mjID])
                }
            }
        }
        var due: [News] = []
        for news in progress.addressed {
            guard let receiver = news.receiver else { continue }
            let lane = CallbackSlots.Lane(receiver: receiver, userID: news.document.userID)
            let mjID = news.document.mjID
            if slots.silentUntil(receiver, at: .now) != nil {
                progress.forget([mjID])
            } else if slots.free(for: lane, at: .now) > 0, slots.begin(task: mjID) {
                slots.begin(lane)
                due.append(News(mjID: mjID, lane: lane))
            }
        }
        return due
    }

    /// Delivers the newest state of a task, read at the last moment: a terminal one is not its to
    /// tell.
    func deliver(_ news: News) async {
        defer {
            slots.end(task: news.mjID)
            slots.end(news.lane)
            wake()
        }
        guard let document = progress.take(news.mjID) else { return }
        do throws(StorageError) {
            guard let task = try await tasks([news.mjID])[news.mjID],
                !task.task.status.isTerminal
            else { return }
            sequence += 1
            let delivery = CallbackDelivery(
                id: "\(news.mjID)-\(epoch)-\(sequence)",
                url: task.details.notifyHook,
                userID: document.userID,
                body: documents.bytes(of: task.task.overlaid(with: document), task.details),
                tokenHash: task.tokenHash
            )
            await tell(delivery, news.lane.receiver)
        } catch {
            flush.failed(error)
        }
    }

    private func tell(_ delivery: CallbackDelivery, _ receiver: CallbackReceiver) async {
        do {
            try await deliver(delivery, .now)
            slots.noteAnswer(of: receiver)
        } catch .rejected {
            slots.noteAnswer(of: receiver)
        } catch .unreachable {
            if !Task.isCancelled { slots.noteSilence(of: receiver, at: .now) }
        } catch {
            // An address that cannot be: the terminal state's row will say so.
        }
    }

    // MARK: - Tasks

    struct CallbackTask: Sendable {
        var task: MidjourneyTask
        var details: TaskDetails
        var tokenHash: TokenHash?
    }

    private func tasks(_ mjIDs: [String]) async throws(StorageError) -> [String: CallbackTask] {
        var found: [String: CallbackTask] = [:]
        for (task, details, tokenHash) in try await store.callbackTasks(mjIDs) {
            found[task.mjID] = CallbackTask(task: task, details: details, tokenHash: tokenHash)
        }
        return found
    }
}
