import Domain
import Storage

extension AnswerSearch.Outcome {
    /// The findings that hold whatever a relay that is still waiting is answered.
    ///
    /// What a channel reports as SUBMITTED may yet be answered with 21, and what it reports as MODAL
    /// with 1; the client goes by the answer, and the task must be what the client was told. The
    /// tasks of one request wait for one another: whose a report is shows only together.
    ///
    /// - Parameter time: since when a submit was sent whose answer may be waited for.
    func certain(among tasks: [UnansweredTask], awaitedSince time: Milliseconds)
        -> [String: AnswerSearch.Finding]
    {
        let awaited = tasks.filter { !$0.task.isModalSent && $0.task.sentAt > time }
        let open = awaited.filter { findings[$0.task.mjID]?.isCertain != true }
        let parents = Set(open.map(\.details.parent)).subtracting([""])
        let held = open + awaited.filter { parents.contains($0.details.parent) }
        let ids = Set(held.map(\.task.mjID))
        return findings.filter { !ids.contains($0.key) }
    }
}

extension AnswerSearch.Finding {
    fileprivate var isCertain: Bool {
        switch self {
        case .submit(let report):
            report.status.map { $0 == .inProgress || $0.isTerminal } ?? false
        case .modal:
            true
        }
    }
}
