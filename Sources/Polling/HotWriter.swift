import Domain
import HotState

/// The poller's door to Redis: hiredis blocks, so everything happens on a queue of its own.
///
/// It gives every document the poller's epoch and the next number, which is why there is one.
actor HotWriter {
    /// What a task's document shall hold.
    struct Document: Sendable {
        var mjID: String
        var userID: UserID
        var state: TaskState
    }

    /// What Redis has of the tasks that were asked for.
    enum Memory: Sendable {
        case away
        case holds([String: HotTask])
    }

    /// Writes are announced for their users meanwhile, so they are kept short.
    private static let batch = 500

    private nonisolated let executor = BlockingExecutor(label: "mjtask.hot-writer")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let epoch: Int64
    private var sequence: Int64 = 0
    private let makeHotState: @Sendable () -> HotState
    private lazy var hotState = makeHotState()

    init(epoch: Int64, makeHotState: @escaping @Sendable () -> HotState) {
        self.epoch = epoch
        self.makeHotState = makeHotState
    }

    /// The documents there are. "None" and "no answer" are different: what Redis does not hold is
    /// written again, what it cannot say is asked again.
    func documents(of mjIDs: [String]) -> Memory {
        var found: [String: HotTask] = [:]
        for chunk in mjIDs.chunks(of: Self.batch) {
            let answer = hotState.hotTasks(chunk)
            if answer.isEmpty, !hotState.ping() { return .away }
            found.merge(answer) { $1 }
        }
        return .holds(found)
    }

    /// - Returns: the documents that were written; the others may be lost.
    func write(_ documents: [Document]) -> [Document] {
        var written: [Document] = []
        for chunk in documents.chunks(of: Self.batch) {
            guard hotState.write(chunk.map(hotTask)) else { break }
            written += chunk
        }
        return written
    }

    private func hotTask(_ document: Document) -> HotTask {
        sequence += 1
        return HotTask(
            mjID: document.mjID,
            userID: document.userID,
            version: HotTask.Version(epoch: epoch, sequence: sequence),
            status: document.state.status,
            percent: document.state.progress.percent,
            promptEn: document.state.promptEn,
            startTime: document.state.startTime
        )
    }
}
