import Domain

/// When something that failed is tried again, and when it is given up.
struct Backoff: Sendable {
    /// The pause after the first failure; each further one doubles it.
    var first: Duration
    var longest: Duration
    /// Counted from when the thing came up.
    var deadline: Duration
    /// The part of a pause that chance may add or take, so that what failed together does not come
    /// back together.
    var jitter = 0.0

    /// After 1, 2, 3 … failures: 10 s, 20 s, 40 s … 1 h; nil when that is beyond the deadline.
    func retry(
        afterFailures failures: Int,
        since begin: Milliseconds,
        at now: Milliseconds
    ) -> Milliseconds? {
        let doublings = min(max(failures, 1) - 1, 20)
        let pause = min(first.milliseconds << Milliseconds(doublings), longest.milliseconds)
        let shift = jitter > 0 ? Double.random(in: -jitter...jitter) : 0
        let retry = now + pause + Milliseconds(Double(pause) * shift)
        return retry - begin <= deadline.milliseconds ? retry : nil
    }
}
