import Logging
import Storage

/// What somebody has to do for all processes, and the poller does.
struct Chores: Sendable {
    let configuration: PollingConfiguration
    let store: Store
    let reader: StoreReader
    let flush: Flush
    let logger: Logger

    /// Keeps the write-ahead log short: only this process does checkpoints.
    func checkpointLog() async {
        await every(configuration.logCheckpointInterval) {
            do throws(StorageError) {
                try await store.checkpointLog()
            } catch {
                flush.failed(error)
            }
        }
    }

    /// Finishes for writers that died while they were announced, so that caches work again.
    func healVersions() async {
        await every(configuration.refreshInterval) {
            let healed = await reader.healVersions()
            if healed > 0 {
                logger.notice(
                    "finished for writers that died",
                    metadata: [LogKey.count: "\(healed)"]
                )
            }
        }
    }

    private func every(_ interval: Duration, _ chore: () async -> Void) async {
        while !Task.isCancelled {
            _ = try? await Task.sleep(for: interval)
            if !Task.isCancelled { await chore() }
        }
    }
}
