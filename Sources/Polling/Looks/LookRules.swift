import Domain

/// When a task that does not move is given up.
struct LookRules: Sendable {
    var taskDeadline: Duration
    var missingGrace: Duration
    var missingLooks: Int

    init(_ configuration: PollingConfiguration) {
        taskDeadline = configuration.taskDeadline
        missingGrace = configuration.missingGrace
        missingLooks = configuration.missingLooks
    }
}

extension MidjourneyTask {
    /// Whether its channel is asked for it: MODAL waits for its modal call, and before the answer
    /// to its submit there is no id to ask for.
    var isPolled: Bool {
        !status.isTerminal && status != .modal && channelID != nil
            && upstreamID?.isEmpty == false
    }
}
