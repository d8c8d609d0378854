import Dispatch
import Domain
import Foundation
import GRDB
import Logging
import Synchronization

/// Group commit: one thread at a time writes what has gathered as one transaction.
///
/// Callers append jobs to a bounded queue. Who finds nobody writing takes the role of the writer:
/// a caller that waits anyway writes itself, on its own thread, which saves two hand-overs between
/// threads (some 50 µs each on a machine at rest); for a caller that must not block, a thread of
/// the queue does it. The writer takes its turn among the processes (``WriterLock``), and only
/// then takes what is queued by now, up to a limit. Of several jobs each runs in a savepoint of its
/// own, so that one that fails leaves the others alone. Before the commit the users of all jobs are
/// announced, after it (also when it failed) finished; announcements are made only while the turn
/// is ours. Then the turn is passed on, and the callers are told: what a caller hears of is
/// durable. A caller writes one batch, with its own job in it; what has gathered meanwhile is the
/// thread's.
///
/// `close()` lets the queue run empty and ends the thread; later jobs fail with
/// ``StorageError/closing``.
final class WriteQueue: Sendable {
    /// A write whose result type is hidden in its closures.
    private struct Job: Sendable {
        let operation: StaticString
        /// Does the write; gives the call that tells its caller once it is durable.
        let perform: @Sendable (WriteTransaction) throws -> @Sendable () -> Void
        let fail: @Sendable (StorageError) -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
        /// Somebody has the role of the writer. Without one there are no jobs.
        var hasWriter = false
        /// Since when the batch at work, or its wait for the turn, lasts.
        var busySince: ContinuousClock.Instant?

        /// Ends a batch; gives whether there is another one to do. If not, the role is free.
        mutating func endBatch() -> Bool {
            hasWriter = !jobs.isEmpty
            busySince = hasWriter ? .now : nil
            return hasWriter
        }
    }

    /// Whose thread writes when nobody does yet.
    enum Writer {
        /// The caller's, which waits for the result anyway.
        case caller
        /// The queue's.
        case thread
    }

    private let state = Mutex(State())
    /// Signalled with the role of the writer, or the end, for the thread.
    private let wakeUp = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()
    private let database: DatabaseQueue
    private let lock: WriterLock
    private let versions: any VersionWriter
    private let batchLimit: Int
    private let queueLimit: Int
    private let faults: (@Sendable (FaultPoint) throws -> Void)?

    init(
        database: DatabaseQueue,
        lock: WriterLock,
        versions: any VersionWriter,
        configuration: Store.Configuration
    ) {
        self.database = database
        self.lock = lock
        self.versions = versions
        batchLimit = max(1, configuration.batchLimit)
        queueLimit = configuration.queueLimit
        faults = configuration.faults
        ended.enter()
        let thread = Thread { [self] in
            blockAllSignals()
            run()
            ended.leave()
        }
        thread.name = "mjtask-writer"
        thread.start()
    }

    /// How long the writer has been at its current batch; nil when it is idle.
    var busyFor: Duration? {
        state.withLock { $0.busySince.map { ContinuousClock.now - $0 } }
    }

    /// How many writes wait to be taken up.
    var count: Int { state.withLock { $0.jobs.count } }

    /// Finishes what is queued and ends the thread.
    func close() {
        let isIdle = state.withLock { state in
            defer { state.isClosed = true }
            return !state.hasWriter && !state.isClosed
        }
        if isIdle { wakeUp.signal() }
        ended.wait()
    }

    /// Queues a write; `completion` is called once it is durable or failed: by the thread that wrote
    /// it, for ``Writer/caller`` possibly before this returns.
    func enqueue<Value: Sendable>(
        _ operation: StaticString,
        by writer: Writer,
        _ body: @escaping @Sendable (WriteTransaction) throws -> Value,
        completion: @escaping @Sendable (Result<Value, StorageError>) -> Void
    ) {
        let job = Job(operation: operation) { transaction in
            let value = try body(transaction)
            return { completion(.success(value)) }
        } fail: { error in
            completion(.failure(error))
        }
        let (refusal, isWriter) = state.withLock { state -> (StorageError?, Bool) in
            guard !state.isClosed else { return (.closing, false) }
            guard state.jobs.count < queueLimit else {
                let reason = "\(queueLimit) writes are queued already"
                return (.unavailable(operation: "\(operation)", reason: reason), false)
            }
            state.jobs.append(job)
            guard !state.hasWriter else { return (nil, false) }
            state.hasWriter = true
            state.busySince = .now
            return (nil, true)
        }
        if let refusal { return job.fail(refusal) }
        guard isWriter else { return }
        switch writer {
        case .thread:
            wakeUp.signal()
        case .caller:
            let completions = writeBatch()
            let (hasMore, isClosed) = state.withLock { ($0.endBatch(), $0.isClosed) }
            if hasMore || isClosed { wakeUp.signal() }
            for complete in completions { complete() }
        }
    }

    // MARK: The thread

    private func run() {
        while true {
            wakeUp.wait()
            // Woken without the role: by the end.
            var hasRole = state.withLock { $0.hasWriter }
            while hasRole {
                let completions = writeBatch()
                hasRole = state.withLock { $0.endBatch() }
                for complete in completions { complete() }
            }
            if state.withLock({ $0.isClosed && !$0.hasWriter }) { return }
        }
    }

    private func writeBatch() -> [@Sendable () -> Void] {
        do {
            try lock.acquire()
        } catch {
            return takeJobs().map { job in { job.fail(error) } }
        }
        defer { lock.release() }
        return commit(takeJobs())
    }

    private func takeJobs() -> [Job] {
        state.withLock { state in
            let jobs = Array(state.jobs.prefix(batchLimit))
            state.jobs.removeFirst(jobs.count)
            return jobs
        }
    }

    /// Does `jobs` as one transaction; gives the calls that tell their callers.
    private func commit(_ jobs: [Job]) -> [@Sendable () -> Void] {
        database.writeWithoutTransaction { database in
            var successes: [(job: Job, complete: @Sendable () -> Void)] = []
            var completions: [@Sendable () -> Void] = []
            do {
                try faults?(.locked)
                let changesBefore = database.totalChangesCount
                try database.run("BEGIN IMMEDIATE")
                let transaction = WriteTransaction(database)
                for job in jobs {
                    do {
                        let isAlone = jobs.count == 1
                        let complete =
                            try isAlone
                            ? job.perform(transaction) : performApart(job, in: transaction)
                        successes.append((job, complete))
                    } catch {
                        let error = StorageError(job.operation, error)
                        completions.append { job.fail(error) }
                        // "Certain kinds of errors … might cause the transaction to be rolled
                        // back automatically": https://www.sqlite.org/lang_transaction.html
                        guard jobs.count > 1, database.isInsideTransaction else { throw error }
                    }
                }
                try faults?(.written)
                if database.totalChangesCount == changesBefore {
                    try database.run("COMMIT")
                } else {
                    let scope = VersionScope(users: transaction.users)
                    versions.announce(scope)
                    defer { versions.finish(scope) }
                    try faults?(.announced)
                    try database.run("COMMIT")
                    try faults?(.committed)
                }
                return completions + successes.map(\.complete)
            } catch {
                // A failed commit may leave the transaction open.
                try? database.rollback()
                let told = completions.count + successes.count
                let failed = successes.map(\.job) + jobs.dropFirst(told)
                return completions
                    + failed.map { job in
                        let error = StorageError(job.operation, error)
                        return { job.fail(error) }
                    }
            }
        }
    }

    /// In a savepoint, for which SQLite copies each page that is changed: one job needs none.
    private func performApart(_ job: Job, in transaction: WriteTransaction) throws
        -> @Sendable () -> Void
    {
        try transaction.run("SAVEPOINT job")
        do {
            let complete = try job.perform(transaction)
            try transaction.run("RELEASE job")
            return complete
        } catch {
            if transaction.database.isInsideTransaction {
                try transaction.run("ROLLBACK TO job")
                try transaction.run("RELEASE job")
            }
            throw error
        }
    }
}

/// Signals are for the main thread; here they would only interrupt a wait.
private func blockAllSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
}
