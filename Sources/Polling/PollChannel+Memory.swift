import Domain
import Storage

/// Hot documents and checkpoints: what readers see of a task on its way.
///
/// Documents are written first, since they are what is fresh; the row follows in coarse steps.
/// The order does not matter for what readers see: they take the further of both.
extension PollChannel {
    /// Looks up what an earlier poller has shown of new tasks, and whether Redis still holds what
    /// this one has shown.
    ///
    /// While Redis is away nothing is known: both are asked again at the next look.
    func recall() async {
        let new = tasks.values.filter { !$0.isSeeded }.map(\.mjID)
        let witness = tasks.values.first { $0.shown != nil }?.mjID
        guard !new.isEmpty || witness != nil else { return }
        guard
            case .holds(let documents) = await services.hot.documents(
                of: new + (witness.map { [$0] } ?? [])
            )
        else { return }
        for mjID in new {
            tasks[mjID]?.seed(from: documents[mjID])
        }
        // Flushed or restarted: everything is written again, rather than left to the next change.
        if let witness, documents[witness] == nil {
            for mjID in tasks.keys { tasks[mjID]?.shown = nil }
        }
    }

    /// Writes what readers do not see yet of these tasks, or what earlier tries could not write.
    func write(_ mjIDs: [String]) async {
        let unfinished = mjIDs.compactMap { tasks[$0] }.filter { !$0.isSettling }
        // A task that is not seeded might be further on than this poller knows.
        let documents = unfinished.filter { $0.needsDocument && $0.isSeeded }
            .map { HotWriter.Document(mjID: $0.mjID, userID: $0.userID, state: $0.state) }
        if !documents.isEmpty {
            for document in await services.hot.write(documents) {
                tasks[document.mjID]?.shown = document.state
            }
        }
        // After the documents: who is called back and asks sees no less.
        services.callbacks.announce(unfinished.filter(\.isNews).map { HotTask(news: $0.task) })
        for task in unfinished where task.isNews { tasks[task.mjID]?.announce() }
        let step = services.configuration.checkpointStep
        let checkpoints = unfinished.filter { $0.needsCheckpoint(step: step) }
        guard !checkpoints.isEmpty else { return }
        if await services.flush.checkpoint(checkpoints.map(\.checkpoint)) {
            for task in checkpoints { tasks[task.mjID]?.wrote(durable: task.state) }
        }
    }
}
