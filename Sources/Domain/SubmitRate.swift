/// So many submits a minute, all of them at once or spread: the generic cell rate algorithm
/// (https://www.itu.int/rec/T-REC-I.371, annex A), whose whole state is one number.
///
/// That number is the theoretical arrival time of the next submit, in microseconds since 1970; in
/// milliseconds the pauses between many submits could not be told apart.
package struct SubmitRate: Sendable, Equatable {
    package enum Answer: Sendable, Equatable {
        /// Counted; the new state is `next`.
        case admitted(next: Int64)
        /// Nothing was counted.
        case refused(retryAfter: Milliseconds)
    }

    private static let minute: Int64 = 60_000_000
    /// Between submits that are spread evenly.
    private let interval: Int64
    /// How much earlier than in theory a submit may come: by all but one of a burst.
    private let tolerance: Int64

    /// Nil: `perMinute` is 0, which is no limit.
    package init?(perMinute: Int) {
        guard perMinute > 0 else { return nil }
        interval = max(1, Self.minute / Int64(perMinute))
        tolerance = interval * Int64(perMinute - 1)
    }

    package func answer(to next: Int64, at now: Milliseconds) -> Answer {
        let now = now * 1000
        // What was admitted lies a minute ahead at most. What is further on was counted by a clock
        // that has gone back since, and would keep everybody out until it is there again.
        let next = next > now + Self.minute ? now : max(next, now)
        let wait = next - tolerance - now
        guard wait <= 0 else { return .refused(retryAfter: (wait + 999) / 1000) }
        return .admitted(next: next + interval)
    }
}
