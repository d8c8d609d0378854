package import Domain

/// What to bring in from new-api's database, and how.
package struct ImportRequest: Sendable {
    /// new-api's SQLite database; opened for reading only.
    package var path: String
    /// Under what name its rows are remembered; nil: the name of the earlier import that they are
    /// recognised from, else a new one.
    package var source: String?
    /// Change nothing.
    package var isDryRun: Bool
    /// Unfinished tasks that are younger are followed on, older ones end.
    package var taskDeadline: Duration
    /// Of a credential as its holder sends it.
    package var hash: @Sendable (String) -> TokenHash
    /// Called on the calling thread, some hundred times at most.
    package var progress: @Sendable (ImportProgress) -> Void

    package init(
        path: String,
        source: String? = nil,
        isDryRun: Bool = false,
        taskDeadline: Duration,
        hash: @escaping @Sendable (String) -> TokenHash,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) {
        self.path = path
        self.source = source
        self.isDryRun = isDryRun
        self.taskDeadline = taskDeadline
        self.hash = hash
        self.progress = progress
    }
}

/// How far an import is.
package struct ImportProgress: Sendable, Equatable {
    package enum Phase: String, Sendable, CaseIterable {
        case accounts, reading, order, details, tasks, pictures, remembering, indexes, commit

        /// Of a thousand, measured with a million tasks.
        var share: Int {
            switch self {
            case .accounts: 5
            case .reading: 110
            case .order: 65
            case .details: 190
            case .tasks: 270
            case .pictures: 60
            case .remembering: 60
            case .indexes: 180
            case .commit: 60
            }
        }
    }

    package var phase: Phase
    /// Of the whole import, from 0 to 1.
    package var fraction: Double

    init(_ phase: Phase, _ done: Int, of total: Int) {
        self.phase = phase
        let before = Phase.allCases.prefix { $0 != phase }.reduce(0) { $0 + $1.share }
        let part = total > 0 ? Double(done) / Double(total) : 1
        fraction = (Double(before) + Double(phase.share) * part) / 1_000
    }
}
