package import Domain
import HotState
import Storage

/// Follows tasks to their ends: each ``look()`` is one read of the database and one of Redis,
/// whatever the number of tasks, as an answer of the API is.
///
/// Not `Sendable`: it stays on the thread that made it, with its connection to Redis.
package final class TaskFollower {
    package struct Followed: Sendable, Equatable {
        package var task: MidjourneyTask
        package var owner: String
    }

    private let installation: Installation
    private let hotState: HotState
    private let owners: [UserID: String]
    /// In the order they are shown in.
    private var ids: [String]
    private var known: [String: MidjourneyTask] = [:]

    /// - Parameter ids: These; empty: what matches `selection` and is under way just now. Tasks that
    ///   wait for their client's modal call are followed only by name.
    package init(_ installation: Installation, ids: [String], selection: TaskSelection)
        throws(AdministrationError)
    {
        self.installation = installation
        hotState = installation.makeHotState()
        let store = installation.store
        do {
            let tasks: [MidjourneyTask]
            if ids.isEmpty {
                tasks = try store.unfinishedTasks(matching: installation.filter(selection))
                    .filter { $0.status != .modal || $0.isModalSent }.reversed()
                self.ids = tasks.map(\.mjID)
            } else {
                var seen: Set<String> = []
                self.ids = ids.filter { seen.insert($0).inserted }
                tasks = try store.tasks(self.ids)
                let found = Set(tasks.map(\.mjID))
                if let missing = self.ids.first(where: { !found.contains($0) }) {
                    throw AdministrationError(
                        .invalid,
                        "follow task \(missing): no such task",
                        hint: "“mjtask tasks list” shows the newest ids"
                    )
                }
            }
            owners = try store.userNames(Set(tasks.map(\.userID)))
        } catch {
            throw AdministrationError(wrapping: error, action: "follow tasks", hint: "")
        }
    }

    /// Whether all that is followed has ended, as far as ``look()`` has seen.
    package var isDone: Bool {
        ids.allSatisfy { known[$0]?.status.isTerminal ?? false }
    }

    /// All that is followed, as it was seen last.
    package var tasks: [Followed] { ids.compactMap { known[$0] }.map(followed) }

    /// Reads what has not ended.
    ///
    /// - Returns: what has changed since the last look, in the order they are shown in; all at first.
    package func look() throws(AdministrationError) -> [Followed] {
        let unfinished = ids.filter { !(known[$0]?.status.isTerminal ?? false) }
        let read: [MidjourneyTask]
        do {
            read = try installation.store.tasks(unfinished)
        } catch {
            throw AdministrationError(error, action: "follow tasks", hint: "")
        }
        var changed: [Followed] = []
        for task in hotState.overlay(read) {
            let before = known[task.mjID]
            // Without Redis the row alone may be behind what was shown.
            var task = task
            if let before, !task.status.isTerminal {
                if task.status.rank < before.status.rank { task.status = before.status }
                task.progress = max(task.progress, before.progress)
            }
            known[task.mjID] = task
            if before?.status != task.status || before?.progress != task.progress {
                changed.append(followed(task))
            }
        }
        return changed
    }

    private func followed(_ task: MidjourneyTask) -> Followed {
        Followed(task: task, owner: owners[task.userID] ?? "-")
    }
}
