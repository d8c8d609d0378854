import Domain
import Logging
import Storage
import TaskDocuments
import Upstream

/// Calls back who asked for it: terminal states from the durable queue, at least once; states on
/// the way from memory, as well as it goes.
///
/// One delivery of a task is under way at a time, and nothing of a task follows its terminal
/// state. A receiver that hangs holds its own places and nobody else's.
actor Callbacks {
    /// How many rows are read at once, and how often in a row when there are more.
    private static let page = 500
    private static let pages = 20
    /// Between two rounds, so that what comes in meanwhile is one round's work.
    private static let floor = Duration.milliseconds(20)

    let configuration: PollingConfiguration
    let store: Store
    let flush: Flush
    let documents: TaskDocument
    let deliver: CallbackDelivery.Deliver
    let logger: Logger
    let progress = CallbackProgress()
    /// Of the poller that works; makes delivery ids of progress unique.
    let epoch: Int64
    var sequence = 0
    var slots: CallbackSlots
    /// Rows that a lane has.
    var delivering: Set<Int64> = []
    /// Rows that lanes are done with since the last reading began, which may still list them.
    var done: Set<Int64> = []
    /// What came of rows and could not be recorded: recorded later, not tried again before.
    private var unrecorded: [Int64: Attempt] = [:]
    private let alarm = Alarm()

    init(
        configuration: PollingConfiguration,
        store: Store,
        flush: Flush,
        documents: TaskDocument,
        epoch: Int64,
        logger: Logger,
        deliver: @escaping CallbackDelivery.Deliver
    ) {
        self.configuration = configuration
        self.store = store
        self.flush = flush
        self.documents = documents
        self.epoch = epoch
        self.logger = logger
        self.deliver = deliver
        slots = CallbackSlots(
            perReceiver: configuration.callbackConcurrency,
            firstSilence: configuration.paces.callbackPause
        )
    }

    /// New states of unfinished tasks that somebody wants to hear of.
    nonisolated func announce(_ documents: [HotTask]) {
        guard !documents.isEmpty else { return }
        progress.announce(documents)
        alarm.ring()
    }

    /// Tasks have ended: their rows are in the queue, and no news counts any more.
    nonisolated func ended(_ mjIDs: some Sequence<String>) {
        progress.forget(mjIDs)
        alarm.ring()
    }

    nonisolated func wake() { alarm.ring() }

    func run() async {
        await withDiscardingTaskGroup { deliveries in
            while !Task.isCancelled {
                do throws(StorageError) {
                    // First the durable ones: news must not take their places.
                    try await startDue(&deliveries)
                    for news in try await dueNews() {
                        deliveries.addTask { await self.deliver(news) }
                    }
                } catch {
                    flush.failed(error)
                }
                _ = try? await Task.sleep(for: Self.floor)
                await alarm.sleep(atMost: configuration.refreshInterval)
            }
        }
    }

    // MARK: - Terminal states

    /// Starts what is due, page by page: what was started goes on when a later step fails.
    private func startDue(_ deliveries: inout DiscardingTaskGroup) async throws(StorageError) {
        // While nothing can be recorded, nothing is tried.
        guard await recordLate() else { return }
        var line: [CallbackSlots.Lane: Int] = [:]
        for _ in 0..<Self.pages where !Task.isCancelled {
            let now = Milliseconds.now
            done = []
            // What is under way is still listed, and must not hide the others.
            let limit = Self.page + delivering.count + unrecorded.count
            let rows = try await store.dueCallbacks(limit: limit, now: now)
            let busy = delivering.union(done).union(unrecorded.keys)
            let plan = CallbackPlan(
                rows.filter { !busy.contains($0.id) },
                isFull: rows.count == limit,
                slots: slots,
                line: line,
                deadline: configuration.callbackDeadline,
                at: now
            )
            line = plan.line
            for work in plan.work {
                slots.begin(work.lane)
                delivering.formUnion(work.rows.map(\.id))
                deliveries.addTask { await self.deliver(work) }
            }
            for postponed in plan.postponed {
                try await store.postponeCallbacks(
                    postponed.ids,
                    to: now + max(1, postponed.pause.milliseconds)
                )
            }
            await giveUp(plan.expired, reason: "the deadline has passed")
            await giveUp(plan.invalid, reason: "no address that can be delivered to")
            guard rows.count == limit else { break }
            let isMoving =
                !plan.work.isEmpty || !plan.postponed.isEmpty || !plan.expired.isEmpty
                || !plan.invalid.isEmpty
            guard isMoving else { break }
        }
    }

    private func giveUp(_ rows: [Callback], reason: String) async {
        guard !rows.isEmpty else { return }
        // Together: the store commits them as one.
        await withDiscardingTaskGroup { group in
            for row in rows {
                group.addTask {
                    let error = row.lastError.isEmpty ? reason : row.lastError
                    await self.record(.failed(error, retryAt: nil), of: row.id)
                }
            }
        }
        logger.notice(
            "callbacks are given up",
            metadata: [LogKey.count: "\(rows.count)", LogKey.reason: "\(reason)"]
        )
    }

    // MARK: - Recording

    /// What came of a row.
    enum Attempt: Sendable {
        case delivered
        /// Nil: it is given up.
        case failed(String, retryAt: Milliseconds?)
    }

    /// - Returns: whether nothing is left to record.
    private func recordLate() async -> Bool {
        for chunk in Array(unrecorded).chunks(of: Self.page) {
            // Together: the store commits them as one.
            await withDiscardingTaskGroup { group in
                for (id, attempt) in chunk {
                    group.addTask { await self.record(attempt, of: id) }
                }
            }
            guard chunk.allSatisfy({ unrecorded[$0.key] == nil }) else { return false }
        }
        return unrecorded.isEmpty
    }

    /// - Returns: whether it is durable.
    @discardableResult
    func record(_ attempt: Attempt, of id: Int64) async -> Bool {
        do throws(StorageError) {
            switch attempt {
            case .delivered:
                try await store.recordCallback(id)
            case .failed(let error, let retryAt):
                try await store.recordCallbackFailure(id, error: error, retryAt: retryAt)
            }
            unrecorded[id] = nil
            return true
        } catch {
            unrecorded[id] = attempt
            flush.failed(error)
            return false
        }
    }
}
