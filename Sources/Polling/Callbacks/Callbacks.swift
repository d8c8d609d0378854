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
    /// Delivered, which could not be recorded: recorded later, not delivered again.
    var unrecorded: Set<Int64> = []
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
                    for work in try await dueWork() {
                        deliveries.addTask { await self.deliver(work) }
                    }
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

    private func dueWork() async throws(StorageError) -> [CallbackPlan.Work] {
        var work: [CallbackPlan.Work] = []
        try await recordLate()
        for _ in 0..<Self.pages where !Task.isCancelled {
            let now = Milliseconds.now
            done = []
            let rows = try await store.dueCallbacks(limit: Self.page, now: now)
            let busy = delivering.union(done).union(unrecorded)
            let plan = CallbackPlan(
                rows.filter { !busy.contains($0.id) },
                isFull: rows.count == Self.page,
                slots: slots,
                deadline: configuration.callbackDeadline,
                at: now
            )
            for part in plan.work {
                slots.begin(part.lane)
                delivering.formUnion(part.rows.map(\.id))
            }
            work += plan.work
            for postponed in plan.postponed {
                try await store.postponeCallbacks(
                    postponed.ids,
                    to: now + max(1, postponed.pause.milliseconds)
                )
            }
            await giveUp(plan.expired, reason: "the deadline has passed")
            await giveUp(plan.invalid, reason: "no address that can be delivered to")
            guard rows.count == Self.page else { break }
            let isMoving =
                !plan.work.isEmpty || !plan.postponed.isEmpty || !plan.expired.isEmpty
                || !plan.invalid.isEmpty
            guard isMoving else { break }
        }
        return work
    }

    private func giveUp(_ rows: [Callback], reason: String) async {
        guard !rows.isEmpty else { return }
        // Together: the store commits them as one.
        await withDiscardingTaskGroup { group in
            for row in rows {
                group.addTask {
                    let error = row.lastError.isEmpty ? reason : row.lastError
                    await self.record(failure: error, of: row, retryAt: nil)
                }
            }
        }
        logger.notice(
            "callbacks are given up",
            metadata: [LogKey.count: "\(rows.count)", LogKey.reason: "\(reason)"]
        )
    }

    private func recordLate() async throws(StorageError) {
        for id in unrecorded {
            try await store.recordCallback(id)
            unrecorded.remove(id)
        }
    }

    func record(failure: String, of row: Callback, retryAt: Milliseconds?) async {
        do throws(StorageError) {
            try await store.recordCallbackFailure(row.id, error: failure, retryAt: retryAt)
        } catch {
            flush.failed(error)
        }
    }
}
