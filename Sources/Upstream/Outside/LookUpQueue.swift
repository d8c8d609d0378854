import Domain
import Synchronization

/// Which look-ups of names run, and which wait: so many at once in all, and for a user a quarter of
/// them. A name whose server keeps silent holds its place long after its caller has gone.
final class LookUpQueue: Sendable {
    private struct Waiting {
        var id: Int
        var userID: UserID?
        var run: @Sendable () -> Void
    }

    private struct State {
        var lastID = 0
        var waiting: [Waiting] = []
        var running = 0
        var users: [UserID: Int] = [:]
    }

    private let state = Mutex(State())
    private let total: Int
    private var perUser: Int { max(1, total / 4) }

    init(places: Int) {
        total = max(1, places)
    }

    /// - Parameters:
    ///   - userID: nil: nobody's, bounded only with all.
    ///   - run: starts the look-up; called now or later, unless it is given up before. Its end is
    ///     told by ``end(of:)``.
    func add(for userID: UserID?, _ run: @escaping @Sendable () -> Void) -> Int {
        let id = state.withLock { state in
            state.lastID += 1
            state.waiting.append(Waiting(id: state.lastID, userID: userID, run: run))
            return state.lastID
        }
        startNext()
        return id
    }

    /// - Returns: false when it has begun.
    func giveUp(_ id: Int) -> Bool {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
    }

    /// A look-up that ran has ended.
    func end(of userID: UserID?) {
        state.withLock { state in
            state.running -= 1
            if let userID {
                state.users[userID] = state.users[userID].flatMap { $0 > 1 ? $0 - 1 : nil }
            }
        }
        startNext()
    }

    private func startNext() {
        while let next = takeNext() { next.run() }
    }

    private func takeNext() -> Waiting? {
        state.withLock { state in
            guard state.running < total else { return nil }
            let index = state.waiting.firstIndex { waiting in
                waiting.userID.map { state.users[$0, default: 0] < perUser } ?? true
            }
            guard let index else { return nil }
            let next = state.waiting.remove(at: index)
            state.running += 1
            if let userID = next.userID { state.users[userID, default: 0] += 1 }
            return next
        }
    }
}
