import Domain
import Logging
import Storage

/// What somebody has to do for all processes, and the poller does.
struct Chores: Sendable {
    let configuration: PollingConfiguration
    let store: Store
    let reader: StoreReader
    let flush: Flush
    let logger: Logger

    /// Keeps the write-ahead log at its length: only this process does checkpoints.
    func checkpointLog() async {
        repeat {
            do throws(StorageError) {
                try await store.checkpointLog()
            } catch {
                flush.failed(error)
            }
            _ = try? await Task.sleep(for: configuration.logCheckpointInterval)
        } while !Task.isCancelled
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

    /// Refunds uploads whose process died before their answer.
    func refundUploads() async {
        await every(configuration.submitDeadline / 4) {
            do throws(StorageError) {
                let deadline = configuration.submitDeadline.milliseconds
                let count = try await store.refundUploads(begunBefore: .now - deadline)
                if count > 0 {
                    logger.notice(
                        "refunded uploads that never ended",
                        metadata: [LogKey.count: "\(count)"]
                    )
                }
            } catch {
                flush.failed(error)
            }
        }
    }

    /// Forgets what was given up long ago, and cancellations that nobody can be told, such as those
    /// of channels that were removed.
    func forget() async {
        await every(configuration.paces.forgetInterval) {
            do throws(StorageError) {
                _ = try await store.removeFailedCallbacks(
                    createdBefore: .now - configuration.failedCallbackLifetime.milliseconds
                )
                _ = try await store.removeCancellations(
                    createdBefore: .now - 2 * configuration.paces.cancellationDeadline.milliseconds
                )
            } catch {
                flush.failed(error)
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
