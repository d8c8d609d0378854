import Domain
import Logging
import Storage
import Upstream

/// Finds out what became of submits and modal calls whose answer never came: to take the task up,
/// or, if it was cancelled meanwhile, to tell its channel.
///
/// Each channel is looked at by itself, one pass at a time: a slow one delays nobody. Nothing is
/// ever sent again: what is not found by its deadline ends as FAILURE, with the refund. A relay may
/// still be waiting for the answer of a task that is found: it then records the same id, and only
/// what its answer cannot contradict is taken up before.
actor LostAnswers {
    private let services: PollChannel.Services
    private let store: Store
    private let reader: StoreReader
    private let alarm = Alarm()
    private var channels: [ChannelID: ChannelPasses] = [:]

    init(services: PollChannel.Services, store: Store, reader: StoreReader) {
        self.services = services
        self.store = store
        self.reader = reader
    }

    private var configuration: PollingConfiguration { services.configuration }

    func run() async {
        await withDiscardingTaskGroup { passes in
            while !Task.isCancelled {
                do throws(StorageError) {
                    for (channel, tasks) in try await due() {
                        passes.addTask { await self.pass(over: tasks, on: channel) }
                    }
                } catch {
                    services.flush.failed(error)
                }
                await alarm.sleep(atMost: configuration.refreshInterval)
            }
        }
    }

    /// The channel said something of a task that no look asks for.
    func hint(_ channel: ChannelID) {
        guard channels[channel]?.hint() == true else { return }
        alarm.ring()
    }

    /// The channels whose turn it is, with their tasks.
    private func due() async throws(StorageError) -> [(Channel, [UnansweredTask])] {
        let now = Milliseconds.now
        // A short submit deadline is meant as it is.
        let age = min(configuration.paces.answerGrace, configuration.submitDeadline)
        let unanswered = try await store.unansweredTasks(sentBefore: now - age.milliseconds)
            .filter { $0.task.isUnanswered || $0.task.status.isTerminal }
        var tasks: [ChannelID: [UnansweredTask]] = [:]
        for task in unanswered {
            if let id = task.task.channelID { tasks[id, default: []].append(task) }
        }
        channels = channels.filter { tasks[$0.key] != nil || $0.value.isUnderWay }
        guard !tasks.isEmpty else { return [] }
        let known = try await reader.channels()
        return tasks.compactMap { id, tasks in
            guard let channel = known[id] else { return nil }
            let deadlines = tasks.flatMap { task in
                [configuration.submitPatience, configuration.submitDeadline]
                    .map { task.task.sentAt + $0.milliseconds }
            }
            let isDue = channels[id, default: ChannelPasses(configuration)]
                .begin(tasks.map(\.task.mjID), deadlines: deadlines, at: now)
            return isDue ? (channel, tasks) : nil
        }
    }

    private func pass(over tasks: [UnansweredTask], on channel: Channel) async {
        let begin = ContinuousClock.now
        let now = Milliseconds.now
        let search = AnswerSearch(access: services.access, channel: channel)
        let outcome = await search.search(tasks)
        guard !Task.isCancelled else { return }
        var adopted: Set<String> = []
        let certain = outcome.certain(
            among: tasks,
            awaitedSince: now - configuration.submitPatience.milliseconds
        )
        for (mjID, finding) in certain
        where await adopt(mjID, finding, on: channel) { adopted.insert(mjID) }
        let deadline = configuration.submitDeadline.milliseconds
        let overdue = tasks.map(\.task)
            .filter { now - $0.sentAt >= deadline && !adopted.contains($0.mjID) }
        // A channel that cannot be asked gets more time: the poller may have been away itself.
        let lost = channels[channel.id]?
            .lost(overdue.map(\.mjID), wereAskedFor: outcome.failure == nil, at: now)
        await end(overdue.filter { lost?.contains($0.mjID) == true && !$0.status.isTerminal })
        await giveUp(overdue.filter { lost?.contains($0.mjID) == true && $0.status.isTerminal })
        channels[channel.id]?
            .end(
                hasAnswers: outcome.failure == nil,
                changed: !adopted.isEmpty,
                took: ContinuousClock.now - begin
            )
    }

    private func adopt(
        _ mjID: String,
        _ finding: AnswerSearch.Finding,
        on channel: Channel
    ) async -> Bool {
        do throws(StorageError) {
            let isAdopted =
                switch finding {
                case .submit(let report):
                    // Whatever it has come to, the next look at the channel takes it in.
                    try await store.adopt(
                        mjID,
                        on: channel.id,
                        upstreamID: report.upstreamID,
                        status: report.status == .modal ? .modal : .submitted
                    )
                case .modal:
                    try await store.adoptModal(mjID)
                }
            guard isAdopted else { return false }
            services.logger.notice(
                "found a task whose answer was lost",
                metadata: [LogKey.task: "\(mjID)", LogKey.channel: "\(channel.id)"]
            )
            return true
        } catch {
            services.flush.failed(error)
            return false
        }
    }

    private func giveUp(_ cancelled: [MidjourneyTask]) async {
        guard !cancelled.isEmpty else { return }
        do throws(StorageError) {
            try await store.giveUpCancellations(of: cancelled.map(\.mjID))
        } catch {
            services.flush.failed(error)
        }
    }

    private func end(_ tasks: [MidjourneyTask]) async {
        guard !tasks.isEmpty else { return }
        let now = Milliseconds.now
        let endings = tasks.map {
            TaskEnding.failure(ofUnheard: $0, reason: EndReason.unanswered, at: now)
        }
        let finished = await services.flush.finish(endings)
        services.callbacks.ended(finished)
        services.logger.notice(
            "tasks whose answer was never found have ended",
            metadata: [LogKey.count: "\(finished.count)"]
        )
    }
}

extension MidjourneyTask {
    /// Whether it was sent to a channel whose answer is not known.
    var isUnanswered: Bool {
        guard !status.isTerminal else { return false }
        return status == .modal ? isModalSent : upstreamID?.isEmpty ?? true
    }
}
