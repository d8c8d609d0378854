import Synchronization

/// A sleep that others can cut short. Whoever rings while nobody sleeps cuts the next sleep.
final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// For one sleeper at a time.
    func sleep(atMost pause: Duration) async {
        let sleeper = Task { _ = try? await Task.sleep(for: pause) }
        state.withLock { state in
            if state.isRung { sleeper.cancel() } else { state.sleeper = sleeper }
            state.isRung = false
        }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        state.withLock { $0.sleeper = nil }
    }

    func ring() {
        state.withLock { state in
            if let sleeper = state.sleeper { sleeper.cancel() } else { state.isRung = true }
        }
    }
}
