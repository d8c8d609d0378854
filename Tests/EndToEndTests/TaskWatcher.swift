import Domain

/// Looks at tasks again and again, as a dashboard does, and writes down every step backwards.
actor TaskWatcher {
    private struct Seen {
        var status: String
        var progress: Int
    }

    private static let order = ["NOT_START": 0, "SUBMITTED": 1, "IN_PROGRESS": 2]
    static let terminal: Set<String> = ["SUCCESS", "FAILURE", "CANCEL"]

    /// A loss of Redis may take a running task back to its checkpoint, an ended one never.
    private let allowsLossOfProgress: Bool
    private var ids: [String] = []
    private var seen: [String: Seen] = [:]
    private(set) var violations: [String] = []
    private(set) var looks = 0

    init(allowsLossOfProgress: Bool) {
        self.allowsLossOfProgress = allowsLossOfProgress
    }

    func watch(_ id: String) { ids.append(id) }

    var accepted: [String] { ids }
    var ended: Int { seen.values.count { Self.terminal.contains($0.status) } }
    var running: Int { seen.values.count { $0.status == "IN_PROGRESS" } }
    var statuses: [String: String] { seen.mapValues(\.status) }

    /// Looks until it is cancelled.
    func run(_ demo: RunningDemo) async {
        while !Task.isCancelled {
            let asked = ids
            // What nginx or the network refuses is not an answer about a task.
            guard !asked.isEmpty, let tasks = try? await demo.tasks(asked) else {
                await Task.yield()
                continue
            }
            looks += 1
            for id in asked {
                guard let task = tasks[id] else {
                    violations.append("\(id) is not there")
                    continue
                }
                take(task, id)
            }
        }
    }

    private func take(_ task: JSONValue, _ id: String) {
        let status = task["status"]?.string ?? ""
        let progress = Int((task["progress"]?.string ?? "").prefix { $0.isNumber }) ?? 0
        if let last = seen[id], isBackwards(from: last, toStatus: status, progress: progress) {
            violations.append("\(id): \(last.status) \(last.progress) → \(status) \(progress)")
        }
        seen[id] = Seen(status: status, progress: progress)
    }

    private func isBackwards(from last: Seen, toStatus status: String, progress: Int) -> Bool {
        if Self.terminal.contains(last.status) {
            return status != last.status || progress != last.progress
        }
        if Self.terminal.contains(status) || allowsLossOfProgress { return false }
        return Self.order[status, default: -1] < Self.order[last.status, default: -1]
            || progress < last.progress
    }
}
