import Domain

/// When a picture that could not be fetched is tried again.
struct PictureBackoff: Sendable {
    /// Counted from the end of the task.
    var deadline: Duration

    /// After 1, 2, 3 … failures: 10 s, 20 s, 40 s … 1 h; nil when that is beyond the deadline.
    func retry(
        afterFailures failures: Int,
        finishTime: Milliseconds,
        at now: Milliseconds
    ) -> Milliseconds? {
        let doublings = min(max(failures, 1) - 1, 20)
        let retry = now + min(10_000 << Milliseconds(doublings), 3_600_000)
        return retry - finishTime <= deadline.milliseconds ? retry : nil
    }
}
