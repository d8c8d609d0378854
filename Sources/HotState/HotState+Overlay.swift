package import Domain

extension HotState {
    /// The tasks with what hot documents know beyond their rows, in one round trip; none at all
    /// when every task is finished.
    package func overlay(_ tasks: [MidjourneyTask]) -> [MidjourneyTask] {
        let unfinished = tasks.filter { !$0.status.isTerminal }.map(\.mjID)
        guard !unfinished.isEmpty else { return tasks }
        let hot = hotTasks(unfinished)
        guard !hot.isEmpty else { return tasks }
        return tasks.map { $0.overlaid(with: hot[$0.mjID]) }
    }
}
