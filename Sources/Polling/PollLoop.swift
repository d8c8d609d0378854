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
    let lock: PollerLock
    let onRound: @Sendable () -> Void

    private var configuration: PollingConfiguration { services.configuration }

    func run() async {
        await withDiscardingTaskGroup { group in
            var followed: [ChannelID: PollChannel] = [:]
            while !Task.isCancelled {
                let begin = ContinuousClock.now
                do throws(StorageError) {
                    for channel in try await round(&followed) {
                        group.addTask { await channel.run() }
                    }
                    // A poller that can read and not write does not work: healthz is to say so.
                    try await store.takeTurn()
                    services.flush.succeeded()
                    lock.beat(at: .now)
                } catch {
                    services.flush.failed(error)
                }
                onRound()
                // With very many tasks a round takes long; it may take a tenth of the time.
                let pause = max(configuration.refreshInterval, (ContinuousClock.now - begin) * 9)
                _ = try? await Task.sleep(for: pause)
            }
        }
    }

    /// - Returns: the channels that are followed from now on.
    private func round(_ followed: inout [ChannelID: PollChannel]) async throws(StorageError)
        -> [PollChannel]
    {
        let refresh = services.refreshes.begin()
        let rows = try await store.unfinishedTasks()
        let channels = try await reader.channels()
        var polled: [ChannelID: [MidjourneyTask]] = [:]
        var left: [MidjourneyTask] = []
        for row in rows {
            if row.isPolled, let id = row.channelID, channels[id] != nil {
                polled[id, default: []].append(row)
            } else {
                left.append(row)
            }
        }
        var added: [PollChannel] = []
        for (id, channel) in channels where followed[id] == nil && polled[id] != nil {
            let actor = PollChannel(channel, services: services)
            followed[id] = actor
            added.append(actor)
        }
        for (id, actor) in followed {
            await actor.update(channels[id], rows: polled[id] ?? [], refresh: refresh)
        }
        await sweep(left)
        return added
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
        services.logger.notice(
            "tasks that nothing was heard of have ended",
            metadata: [LogKey.count: "\(finished.count)"]
        )
    }
}
