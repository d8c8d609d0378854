import Domain

/// When a channel is searched for lost answers, and which of them were searched for long enough.
struct ChannelPasses: Sendable {
    private(set) var isUnderWay = false
    private let configuration: PollingConfiguration
    private var schedule: PollSchedule
    private var restedSince: ContinuousClock.Instant?
    private var isHinted = false
    private var lastBegin: Milliseconds = 0
    private var known: Set<String> = []
    /// Overdue tasks that a channel which does not answer could not be asked for.
    private var unreached: [String: Streak] = [:]

    init(_ configuration: PollingConfiguration) {
        self.configuration = configuration
        schedule = PollSchedule(
            limits: .init(
                shortest: configuration.paces.searchInterval,
                longest: max(configuration.paces.searchInterval, configuration.schedule.longest),
                longestBackoff: max(
                    configuration.paces.searchInterval,
                    configuration.schedule.longestBackoff
                )
            )
        )
    }

    /// - Returns: whether a hint makes a pass due earlier.
    mutating func hint() -> Bool {
        defer { isHinted = true }
        return !isHinted && !isUnderWay
    }

    /// Begins a pass if it is due: after the schedule's pause, a hint, or a task's deadline.
    mutating func begin(_ mjIDs: [String], deadlines: [Milliseconds], at now: Milliseconds) -> Bool
    {
        guard !isUnderWay else { return false }
        if !known.isSuperset(of: mjIDs) { _ = schedule.next(after: .taskAdded) }
        known = Set(mjIDs)
        unreached = unreached.filter { known.contains($0.key) }
        if let restedSince {
            let rest = ContinuousClock.now - restedSince
            let isUrgent =
                rest >= configuration.paces.hintFloor
                && (isHinted || deadlines.contains { lastBegin < $0 && $0 <= now })
            guard rest >= schedule.pause || isUrgent else { return false }
        }
        lastBegin = now
        isHinted = false
        isUnderWay = true
        return true
    }

    /// Those of the overdue tasks that nothing more is waited for.
    mutating func lost(
        _ overdue: [String],
        wereAskedFor: Bool,
        at now: Milliseconds
    ) -> Set<String> {
        guard !wereAskedFor else { return Set(overdue) }
        var lost: Set<String> = []
        for mjID in overdue {
            unreached[mjID, default: Streak()].extend(at: now)
            let hasLasted = unreached[mjID]?
                .hasLasted(
                    looks: configuration.missingLooks,
                    grace: configuration.missingGrace,
                    at: now
                )
            if hasLasted == true { lost.insert(mjID) }
        }
        return lost
    }

    mutating func end(hasAnswers: Bool, changed: Bool, took: Duration) {
        isUnderWay = false
        restedSince = .now
        _ = schedule.next(after: hasAnswers ? .answered(changed: changed, took: took) : .failed)
    }
}
