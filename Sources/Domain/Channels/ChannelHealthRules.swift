/// When a channel that fails is left alone, and for how long.
package struct ChannelHealthRules: Sendable, Equatable {
    /// Failures in a row that open a channel; 0: none do.
    package var failures: Int
    /// From the opening to the first trial; doubled by each trial that fails.
    package var pause: Duration
    package var longestPause: Duration
    /// How long the outcome of a trial is waited for, before another submit may try.
    package var trialPatience: Duration

    package init(
        failures: Int = 5,
        pause: Duration = .seconds(30),
        longestPause: Duration = .seconds(600),
        trialPatience: Duration = .seconds(70)
    ) {
        self.failures = failures
        self.pause = pause
        self.longestPause = longestPause
        self.trialPatience = trialPatience
    }

    /// The pause after so many failures. With 5 failures and 30 s: 5 → 30 s, 6 → 60 s, 7 → 120 s,
    /// 12 → 10 min.
    package func pause(after count: Int) -> Duration {
        let doublings = min(max(count - failures, 0), 30)
        return min(pause * (1 << doublings), longestPause)
    }

    /// - Parameter isTrial: what failed was the trial of an open channel. Other submits that end
    ///   while it is open were on their way before, or follow up what is there: they say nothing new.
    /// - Returns: nil when nothing changes.
    package func health(
        after health: ChannelHealth?,
        failing reason: String,
        isTrial: Bool,
        at now: Milliseconds
    ) -> ChannelHealth? {
        guard failures > 0, health?.opening == nil || isTrial else { return nil }
        let count = (health?.failures ?? 0) + 1
        var opening = health?.opening
        if opening != nil || count >= failures {
            opening = .init(
                since: opening?.since ?? now,
                trialAt: now + pause(after: count).milliseconds
            )
        }
        return ChannelHealth(failures: count, reason: reason, failedAt: now, opening: opening)
    }

    /// When the next trial may be, if the one that is taken now never ends: its process may die.
    package func nextTrial(after health: ChannelHealth, at now: Milliseconds) -> Milliseconds {
        now + max(pause(after: health.failures), trialPatience).milliseconds
    }
}
