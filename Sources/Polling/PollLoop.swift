import Domain
import HotState
import Logging
import Storage

/// Reads what is unfinished once a second or so, hands each channel its tasks, and ends what no
/// channel can.
struct PollLoop: Sendable {
    let store: Store
    let reader: StoreReader
    let services: PollChannel.Services
    let channels: FollowedChannels
    let lock: PollerLock
    let onRound: @Sendable () -> Void

    private var configuration: PollingConfiguration { services.configuration }

    func run() async {
        await withDiscardingTaskGroup { group in
            var modals: Set<String>?
            while !Task.isCancelled {
                let begin = ContinuousClock.now
                var spent = Duration.zero
                do throws(StorageError) {
                    for channel in try await round(&modals) {
                        group.addTask { await channel.run() }
                    }
                    spent = ContinuousClock.now - begin
                    // A poller that can read and not write does not work: healthz is to say so.
                    try await store.takeTurn()
                    services.flush.succeeded()
                    lock.beat(at: .now)
                } catch {
                    services.flush.failed(error)
                }
                onRound()
                // With very many tasks a round takes long; it may take a tenth of the time. One that
                // only waited, for a turn to write, is no reason to stand still.
                let shortest = configuration.refreshInterval
                let pause = min(max(shortest, spent * 9), shortest * 10)
                _ = try? await Task.sleep(for: pause)
            }
        }
    }

    /// - Parameter modals: the MODAL tasks that the round before has found; nil: there was none.
    /// - Returns: the channels that are followed from now on.
    private func round(_ modals: inout Set<String>?) async throws(StorageError) -> [PollChannel] {
        let refresh = services.refreshes.begin()
        let rows = try await store.unfinishedTasks()
        let known = try await reader.channels()
        var polled: [ChannelID: [MidjourneyTask]] = [:]
        var left: [MidjourneyTask] = []
        for row in rows {
            let hasChannel = row.channelID.map { known[$0] != nil } ?? false
            if hasChannel, row.isPolled, let id = row.channelID {
                polled[id, default: []].append(row)
            } else if !(hasChannel && row.isUnanswered) {
                left.append(row)
            }
        }
        let found = rows.filter { $0.status == .modal }
        let areNews = modals != nil
        announce(found, since: modals)
        modals = Set(found.map(\.mjID))
        var added: [PollChannel] = []
        let followed = channels.all
        for (id, channel) in known where followed[id] == nil && polled[id] != nil {
            let actor = PollChannel(channel, services: services)
            channels.add(actor, for: id)
            added.append(actor)
        }
        for (id, actor) in channels.all {
            await actor.update(
                known[id],
                rows: polled[id] ?? [],
                refresh: refresh,
                areNews: areNews
            )
        }
        await sweep(left)
        return added
    }

    /// MODAL is not polled: here is where it is seen to begin.
    private func announce(_ found: [MidjourneyTask], since modals: Set<String>?) {
        guard let modals else { return }
        services.callbacks.announce(
            found.filter { $0.hasHook && !modals.contains($0.mjID) }.map(HotTask.init(news:))
        )
    }

    private func sweep(_ rows: [MidjourneyTask]) async {
        let sweep = Sweep(configuration)
        let now = Milliseconds.now
        let due = rows.filter { sweep.ending(of: $0, at: now) != nil }
        guard !due.isEmpty else { return }
        // An end shows the progress that readers have seen, which may be ahead of the row.
        var documents: [String: HotTask] = [:]
        if case .holds(let found) = await services.hot.documents(of: due.map(\.mjID)) {
            documents = found
        }
        let endings = due.compactMap {
            sweep.ending(of: $0.overlaid(with: documents[$0.mjID]), at: now)
        }
        let finished = await services.flush.finish(endings)
        services.callbacks.ended(finished)
        services.logger.notice(
            "tasks that nothing was heard of have ended",
            metadata: [LogKey.count: "\(finished.count)"]
        )
    }
}
