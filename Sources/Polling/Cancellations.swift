import Domain
import Logging
import Storage
import Upstream

/// Tells channels of tasks that are not wanted any more.
///
/// Nothing depends on it but the channel's work: the task has ended and is refunded. Each channel
/// is told by itself, and one that does not answer delays nobody.
actor Cancellations {
    private static let page = 1000

    private let services: PollChannel.Services
    private let store: Store
    private let reader: StoreReader
    private var busy: Set<ChannelID> = []
    /// After an hour the channel has long drawn it.
    private let backoff: Backoff

    init(services: PollChannel.Services, store: Store, reader: StoreReader) {
        self.services = services
        self.store = store
        self.reader = reader
        backoff = Backoff(
            first: services.configuration.paces.cancellationPause,
            longest: .seconds(300),
            deadline: services.configuration.paces.cancellationDeadline
        )
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do throws(StorageError) {
                    for (id, channel, pending) in try await due() {
                        group.addTask { await self.tell(channel, id, pending) }
                    }
                } catch {
                    services.flush.failed(error)
                }
                _ = try? await Task.sleep(for: services.configuration.refreshInterval)
            }
        }
    }

    private func due() async throws(StorageError)
        -> [(ChannelID, Channel?, [PendingCancellation])]
    {
        let due = try await store.dueCancellations(limit: Self.page, now: .now)
        let idle = Dictionary(grouping: due, by: \.channelID).filter { !busy.contains($0.key) }
        guard !idle.isEmpty else { return [] }
        let channels = try await reader.channels()
        busy.formUnion(idle.keys)
        return idle.map { ($0.key, channels[$0.key], $0.value) }
    }

    /// - Parameter channel: nil: it was removed, and nobody is left to tell.
    private func tell(_ channel: Channel?, _ id: ChannelID, _ pending: [PendingCancellation]) async
    {
        defer { busy.remove(id) }
        var failure: ChannelError? = channel == nil ? .refused(reason: "no such channel") : nil
        for cancellation in pending where !Task.isCancelled {
            // After a failure the others wait, too: there may be a thousand of them.
            if failure == nil, let channel {
                do {
                    try await services.access.cancel(cancellation.upstreamID, channel)
                } catch {
                    failure = error
                }
            }
            if Task.isCancelled, failure != nil { return }
            guard await record(failure, of: cancellation, isGone: channel == nil) else { return }
        }
    }

    private func record(
        _ failure: ChannelError?,
        of cancellation: PendingCancellation,
        isGone: Bool
    ) async -> Bool {
        do throws(StorageError) {
            guard let failure else {
                try await store.recordCancellation(cancellation)
                return true
            }
            let retryAt =
                isGone
                ? nil
                : backoff.retry(
                    afterFailures: cancellation.attempts + 1,
                    since: cancellation.createdAt,
                    at: .now
                )
            try await store.recordFailure(of: cancellation, retryAt: retryAt)
            if retryAt == nil {
                services.logger.notice(
                    "a channel could not be told of a cancelled task",
                    metadata: [
                        LogKey.task: "\(cancellation.mjID)",
                        LogKey.channel: "\(cancellation.channelID)",
                        LogKey.reason: "\(failure)",
                    ]
                )
            }
            return true
        } catch {
            services.flush.failed(error)
            return false
        }
    }
}
