import Domain
import Storage

/// Recognises a task whose answer was lost among what its channel reports.
///
/// Proofs are our id, where the channel echoes `state`, and the task's own hook, whose secret
/// nobody else has. A prompt proves nothing: others draw cats, too.
struct AnswerMatch: Sendable {
    private var tasksByProof: [String: String] = [:]
    /// By the first of a request: the others that it made, in order.
    private var others: [String: [String]] = [:]
    /// Clocks differ, and some channels fill in the time late.
    private static let tolerance: Milliseconds = 10 * 60 * 1000

    init(_ tasks: [UnansweredTask]) {
        // Only follow-ups make several tasks at once.
        let families = Dictionary(grouping: tasks, by: \.details.parent)
        for task in tasks {
            tasksByProof[task.task.mjID] = task.task.mjID
            if let hook = Self.hook(of: task) { tasksByProof[hook] = task.task.mjID }
            guard !task.details.parent.isEmpty else { continue }
            others[task.task.mjID] = Self.others(
                of: task,
                among: families[task.details.parent] ?? []
            )
        }
    }

    /// The reports that prove to be of one of the tasks.
    ///
    /// Several with one proof are of one request: the first task gets the first of them, the others
    /// of that request the next ones.
    ///
    /// - Parameter known: the channel's ids of tasks that are found already, by our id.
    func found(in reports: [ChannelReport], known: [String: String] = [:])
        -> [String: ChannelReport]
    {
        var found: [String: ChannelReport] = [:]
        var used = Set(known.values)
        var proven: [String: [ChannelReport]] = [:]
        for report in reports where !report.upstreamID.isEmpty {
            if let mjID = self.proven(by: report) { proven[mjID, default: []].append(report) }
        }
        for (mjID, reports) in proven.sorted(by: { $0.key < $1.key }) {
            var rest = ([mjID] + (others[mjID] ?? []))
                .filter { known[$0] == nil && found[$0] == nil }[...]
            for report in reports.sorted(by: Self.isEarlier) {
                guard !rest.isEmpty else { break }
                guard used.insert(report.upstreamID).inserted else { continue }
                found[rest.removeFirst()] = report
            }
        }
        return found
    }

    /// Whether a channel's report of the id that its hook named is of `task`.
    ///
    /// The hook's secret was right, so where the channel echoes neither `state` nor the hook it is
    /// enough that nothing speaks against it.
    func confirms(_ report: ChannelReport, of task: UnansweredTask) -> Bool {
        if let mjID = proven(by: report) { return mjID == task.task.mjID }
        guard report.state?.isEmpty ?? true, report.notifyHook.isEmpty else { return false }
        return Self.agree(report, with: task.task)
    }

    private func proven(by report: ChannelReport) -> String? {
        // The hook first: it is the stronger proof.
        if let hook = report.notifyHook.split(separator: "/").last,
            let mjID = tasksByProof[String(hook)], mjID != hook
        {
            return mjID
        }
        let first = report.state.flatMap(RequestState.init)?.firstID
        return first.flatMap { tasksByProof[$0] == $0 ? $0 : nil }
    }

    private static func isEarlier(_ left: ChannelReport, _ right: ChannelReport) -> Bool {
        let (a, b) = (left.upstreamID, right.upstreamID)
        return (left.submitTime, a.utf8.count, a) < (right.submitTime, b.utf8.count, b)
    }

    private static func others(of first: UnansweredTask, among tasks: [UnansweredTask])
        -> [String]
    {
        let others = tasks.filter { task in
            task.task.userID == first.task.userID && task.task.tokenID == first.task.tokenID
                && task.task.action == first.task.action
                && isOfOneRequest(task.task.mjID, first: first.task.mjID)
        }
        return others.map(\.task.mjID).sorted()
    }

    /// Ids are microseconds, given out one after the other while the request is accepted.
    private static func isOfOneRequest(_ mjID: String, first: String) -> Bool {
        guard let id = Int64(mjID), let begin = Int64(first) else { return false }
        return id > begin && id - begin < 100_000
    }

    private static func hook(of task: UnansweredTask) -> String? {
        let secret = task.details.hookSecret
        return secret.isEmpty ? nil : "\(task.task.mjID)-\(secret)"
    }

    private static func agree(_ report: ChannelReport, with task: MidjourneyTask) -> Bool {
        let prompts = (words(of: report.prompt), words(of: task.prompt))
        guard prompts.0.isEmpty || prompts.1.isEmpty || prompts.0 == prompts.1 else { return false }
        let actions = (family(of: report.action), family(of: task.action.rawValue))
        guard actions.0.isEmpty || actions.1.isEmpty || actions.0 == actions.1 else { return false }
        return report.submitTime == 0 || abs(report.submitTime - task.sentAt) <= tolerance
    }

    /// Without what a submit may have changed in the channel's copy: blanks, and the speed.
    private static func words(of prompt: String) -> [Substring] {
        prompt.split { $0.isWhitespace }.filter { !["--fast", "--relax", "--turbo"].contains($0) }
    }

    /// Channels name the finer actions by coarser words, or by none.
    private static func family(of action: String) -> String {
        switch action {
        case "LOW_VARIATION", "HIGH_VARIATION", "INPAINT": "VARIATION"
        case "CUSTOM_ZOOM", "OUTPAINT": "ZOOM"
        case "ACTION": ""
        default: action
        }
    }
}
