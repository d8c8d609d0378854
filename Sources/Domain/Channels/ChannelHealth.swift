/// How a channel does whose last submit failed. One that works has none.
///
/// After enough failures in a row it is *open*, as a circuit breaker is: it gets no new work until
/// a pause has passed, and then one submit, the trial, whose outcome closes it or opens it for
/// longer. An administrator's ``Channel/Status`` is another matter.
package struct ChannelHealth: Sendable, Equatable {
    package struct Opening: Sendable, Equatable {
        package var since: Milliseconds
        /// When one submit may try it.
        package var trialAt: Milliseconds

        package init(since: Milliseconds, trialAt: Milliseconds) {
            self.since = since
            self.trialAt = trialAt
        }
    }

    /// In a row; while it is open, trials only.
    package var failures: Int
    /// Of the last one, in words for an operator.
    package var reason: String
    package var failedAt: Milliseconds
    /// Nil: not failed often enough.
    package var opening: Opening?

    package init(
        failures: Int,
        reason: String,
        failedAt: Milliseconds,
        opening: Opening? = nil
    ) {
        self.failures = failures
        self.reason = reason
        self.failedAt = failedAt
        self.opening = opening
    }

    /// Open, and not due for its trial.
    package func isResting(at now: Milliseconds) -> Bool {
        opening.map { now < $0.trialAt } ?? false
    }
}

extension Channel {
    /// Whether new work for it is a trial.
    package var isOpen: Bool { health?.opening != nil }
}
