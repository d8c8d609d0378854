import Domain
import Logging
import Storage
import Synchronization

/// Commits what the poller found out: ends with their refunds, and checkpoints on the way.
///
/// Nothing in memory moves before its commit; what failed is simply found out again by a later
/// look. Only the begin and the end of a time without commits are logged.
final class Flush: Sendable {
    /// Transactions of this size hold the write lock for some tens of milliseconds.
    private static let batch = 250

    private let store: Store
    private let logger: Logger
    private let outage = Mutex(Outage())

    init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Ends tasks.
    ///
    /// - Returns: the ids of `endings` that are finished now, by this call or before; the others
    ///   could not be committed, or have gone on meanwhile (``TaskEnding/onlyIf``).
    func finish(_ endings: [TaskEnding]) async -> Set<String> {
        var settled: Set<String> = []
        for chunk in endings.chunks(of: Self.batch) {
            do {
                let ended = try await store.finish(chunk)
                succeeded()
                settled.formUnion(ended)
                for ending in chunk
                where ending.onlyIf == nil && !ended.contains(ending.state.mjID) {
                    settled.insert(ending.state.mjID)
                    logLate(ending)
                }
            } catch {
                failed(error)
                break
            }
        }
        return settled
    }

    /// - Returns: false when not all are durable.
    func checkpoint(_ states: [TaskCheckpoint]) async -> Bool {
        do {
            for chunk in states.chunks(of: Self.batch) {
                try await store.checkpoint(chunk)
                succeeded()
            }
            return true
        } catch {
            failed(error)
            return false
        }
    }

    /// A commit or a read failed.
    func failed(_ error: StorageError) {
        guard outage.withLock({ $0.begin() }) else { return }
        logger.error(
            "the database does not work, trying on",
            metadata: [LogKey.reason: "\(error)"]
        )
    }

    func succeeded() {
        guard outage.withLock({ $0.end() }) else { return }
        logger.notice("the database works again")
    }

    private func logLate(_ ending: TaskEnding) {
        logger.notice(
            "a task had ended before, its late end changes nothing",
            metadata: [
                LogKey.task: "\(ending.state.mjID)",
                LogKey.reason: "\(ending.state.status.rawValue)",
            ]
        )
    }
}
