import Domain
import Synchronization
import Upstream

extension HotTask {
    /// What a client is told of a task on its way; kept in memory only, hence without a version.
    init(news task: MidjourneyTask) {
        self.init(
            mjID: task.mjID,
            userID: task.userID,
            version: Version(epoch: 0, sequence: 0),
            status: task.status,
            percent: task.progress.percent,
            promptEn: task.promptEn,
            startTime: task.startTime
        )
    }
}

/// What clients are still to be told of tasks on their way: the newest state of each and no more.
///
/// In memory only: it is worth no retry, since the next change says more.
final class CallbackProgress: Sendable {
    struct News: Sendable, Equatable {
        var document: HotTask
        /// Nil: not looked up yet.
        var receiver: CallbackReceiver?
    }

    /// What is beyond waits for its next change.
    private static let limit = 10_000
    private let news = Mutex<[String: News]>([:])

    func announce(_ documents: [HotTask]) {
        news.withLock { news in
            for document in documents {
                if news[document.mjID] != nil {
                    news[document.mjID]?.document = document
                } else if news.count < Self.limit {
                    news[document.mjID] = News(document: document)
                }
            }
        }
    }

    func forget(_ mjIDs: some Sequence<String>) {
        news.withLock { news in
            for mjID in mjIDs { news[mjID] = nil }
        }
    }

    func setReceiver(_ receiver: CallbackReceiver, of mjID: String) {
        news.withLock { $0[mjID]?.receiver = receiver }
    }

    /// Up to `limit` of those whose receiver is not known yet.
    func unaddressed(limit: Int) -> [String] {
        news.withLock { news in
            news.lazy.filter { $0.value.receiver == nil }.prefix(limit).map(\.key)
        }
    }

    var addressed: [News] {
        news.withLock { news in news.values.filter { $0.receiver != nil } }
    }

    /// Takes the news of a task out, to deliver them.
    func take(_ mjID: String) -> HotTask? {
        news.withLock { $0.removeValue(forKey: mjID)?.document }
    }
}
