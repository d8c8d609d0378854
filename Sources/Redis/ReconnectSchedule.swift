/// When a lost connection is tried again, given what happened before. A value: no clock.
package struct ReconnectSchedule: Sendable, Equatable {
    /// The pause after the first failure.
    package var shortest: Duration
    /// The longest pause while failures are cheap, as when nobody listens.
    package var longest: Duration
    /// The longest part of a caller's time that tries may take, as 1/`thrift`.
    package var thrift: Int
    private var failures = 0
    private var nextTry: ContinuousClock.Instant?

    package init(
        shortest: Duration = .milliseconds(50),
        longest: Duration = .seconds(1),
        thrift: Int = 10
    ) {
        self.shortest = shortest
        self.longest = longest
        self.thrift = thrift
    }

    package func allowsTry(at now: ContinuousClock.Instant) -> Bool {
        nextTry.map { now >= $0 } ?? true
    }

    /// Takes in a failure and what it cost the caller.
    ///
    /// The pause doubles with each failure in a row: 50 ms, 100 ms … 800 ms, 1 s. A server that
    /// accepts and then hangs costs a time-out a try, so a pause is also at least `thrift` times
    /// what the try cost: 5 s after 500 ms.
    package mutating func failed(at now: ContinuousClock.Instant, cost: Duration) {
        let doubled = shortest * (1 << min(failures, 16))
        failures += 1
        nextTry = now + max(min(doubled, longest), cost * thrift)
    }

    /// Takes in a reply. A connection alone does not count: the kernel accepts for a hung server.
    package mutating func answered() {
        failures = 0
        nextTry = nil
    }
}
