/// When a channel is asked next, given what happened last. A value: no clock, no network.
package struct PollSchedule: Sendable, Equatable {
    package struct Limits: Sendable, Equatable {
        /// The shortest and longest pause between two looks at a healthy channel.
        package var shortest: Duration
        package var longest: Duration
        /// The longest pause between two tries of a channel that fails.
        package var longestBackoff: Duration

        package init(
            shortest: Duration = .seconds(1),
            longest: Duration = .seconds(15),
            longestBackoff: Duration = .seconds(60)
        ) {
            self.shortest = shortest
            self.longest = longest
            self.longestBackoff = longestBackoff
        }
    }

    package enum Event: Sendable, Equatable {
        /// The channel answered for its unfinished tasks, of which some changed or none did.
        case answered(changed: Bool, took: Duration)
        case failed
        /// There is a task that has not been asked for yet.
        case taskAdded
    }

    package private(set) var pause: Duration
    /// The shortest pause that the channel's size allows: it rests as long as a look takes.
    private var floor: Duration
    private var failures = 0
    private let limits: Limits

    package init(limits: Limits) {
        self.limits = limits
        pause = limits.shortest
        floor = limits.shortest
    }

    /// Takes in what happened, and gives the pause from the last look to the next.
    ///
    /// A change halves the pause and a look without one stretches it by half, between the limits:
    /// 1 s, 1.5 s, 2.25 s … 15 s. A look that takes 3 s is followed by a pause of 3 s at least.
    /// Failures double the pause from the shortest: 2 s, 4 s, 8 s … 60 s, whatever is added.
    package mutating func next(after event: Event) -> Duration {
        switch event {
        case .answered(let changed, let took):
            if failures > 0 { pause = limits.shortest }
            failures = 0
            floor = min(limits.longest, max(limits.shortest, took))
            pause = min(limits.longest, max(floor, changed ? pause / 2 : pause * 3 / 2))
        case .failed:
            failures += 1
            pause = min(limits.longestBackoff, limits.shortest * (1 << min(failures, 16)))
        case .taskAdded:
            if failures == 0 { pause = floor }
        }
        return pause
    }
}
