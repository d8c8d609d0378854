import Dispatch
import Domain
import Foundation
import GRDB
import Logging
import Synchronization

/// Group commit: one thread that writes what has gathered as one transaction.
///
/// The parts: callers append jobs to a bounded queue; the thread waits for the first, takes its
/// turn among the processes (``WriterLock``), and only then takes what is queued by now, up to a
/// limit. Each job runs in a savepoint of its own, so that one that fails leaves the others alone.
/// Before the commit the users of all jobs are announced, after it (also when it failed) finished;
/// announcements are made only while the turn is ours. Then the turn is passed on, and the callers
/// are told: what a caller hears of is durable.
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
        /// The thread waits for ``wakeUp``.
        var isAsleep = false
        /// Since when the batch at work, or its wait for the turn, lasts.
        var busySince: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
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
        let wasAsleep = state.withLock { state in
            state.isClosed = true
            return wake(&state)
        }
        if wasAsleep { wakeUp.signal() }
        ended.wait()
    }

    /// Queues a write; `completion` is called on the writer thread once it is durable or failed.
    func enqueue<Value: Sendable>(
        _ operation: StaticString,
        _ body: @escaping @Sendable (WriteTransaction) throws -> Value,
        completion: @escaping @Sendable (Result<Value, StorageError>) -> Void
    ) {
        let job = Job(operation: operation) { transaction in
            let value = try body(transaction)
            return { completion(.success(value)) }
        } fail: { error in
            completion(.failure(error))
        }
        let refusal = state.withLock { state -> (error: StorageError?, wasAsleep: Bool) in
            guard !state.isClosed else { return (.closing, false) }
            guard state.jobs.count < queueLimit else {
                let reason = "\(queueLimit) writes are queued already"
                return (.unavailable(operation: "\(operation)", reason: reason), false)
            }
            state.jobs.append(job)
            return (nil, wake(&state))
        }
        if refusal.wasAsleep { wakeUp.signal() }
        if let error = refusal.error { job.fail(error) }
    }

    private func wake(_ state: inout State) -> Bool {
        defer { state.isAsleep = false }
        return state.isAsleep
    }

    // MARK: The thread

    private func run() {
        while waitForJobs() {
            let completions = writeBatch()
            state.withLock { $0.busySince = nil }
            for complete in completions { complete() }
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

    /// False when the queue is closed and empty.
    private func waitForJobs() -> Bool {
        while true {
            let hasJobs = state.withLock { state -> Bool? in
                if !state.jobs.isEmpty {
                    state.busySince = .now
                    return true
                }
                if state.isClosed { return false }
                state.isAsleep = true
                return nil
            }
            if let hasJobs { return hasJobs }
            wakeUp.wait()
        }
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
                try database.beginTransaction(.immediate)
                let transaction = WriteTransaction(database)
                for job in jobs {
                    do {
                        successes.append((job, try perform(job, in: transaction)))
                    } catch {
                        let error = StorageError(job.operation, error)
                        completions.append { job.fail(error) }
                        // "Certain kinds of errors … might cause the transaction to be rolled
                        // back automatically": https://www.sqlite.org/lang_transaction.html
                        guard database.isInsideTransaction else { throw error }
                    }
                }
                try faults?(.written)
                if database.totalChangesCount == changesBefore {
                    try database.commit()
                } else {
                    let scope = VersionScope(users: transaction.users)
                    versions.announce(scope)
                    defer { versions.finish(scope) }
                    try faults?(.announced)
                    try database.commit()
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

    private func perform(_ job: Job, in transaction: WriteTransaction) throws
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
