/// When a channel is asked next, given what happened last. A value: no clock, no network.
package struct PollSchedule: Sendable, Equatable {
    package struct Limits: Sendable, Equatable {
        /// The shortest and longest pause between two looks at a healthy channel.
        package var shortest: Duration
        package var longest: Duration
        /// The longest pause between two tries of a channel that fails.
        package var longestBackoff: Duration

        package init(
            shortest: Duration = .seconds(1), longest: Duration = .seconds(15),
            longestBackoff: Duration = .seconds(60)
        ) {
            self.shortest = shortest
            self.longest = longest
            self.longestBackoff = longestBackoff
        }
    }

    package enum Event: Sendable, Equatable {
        /// The channel answered for `tasks` unfinished tasks, of which some changed or none did.
        case answered(tasks: Int, changed: Bool)
        case failed
    }

    package private(set) var pause: Duration
    private var failures = 0
    private let limits: Limits

    package init(limits: Limits) {
        self.limits = limits
        pause = limits.shortest
    }

    /// Takes in what happened, and gives the pause before the next look.
    ///
    /// A change halves the pause and a look without one stretches it by half, between the limits:
    /// 1 s, 1.5 s, 2.25 s … 15 s. Failures double it from the shortest: 2 s, 4 s, 8 s … 60 s.
    package mutating func next(after event: Event) -> Duration {
        switch event {
        case .answered(_, let changed):
            if failures > 0 { pause = limits.shortest }
            failures = 0
            pause = changed ? max(limits.shortest, pause / 2) : min(limits.longest, pause * 3 / 2)
        case .failed:
            failures += 1
            pause = min(limits.longestBackoff, limits.shortest * (1 << min(failures, 16)))
        }
        return pause
    }
}
