import Domain

/// How long the steps of a task take, in milliseconds.
///
/// At speed 1: a moment in the queue, SUBMITTED for 3 s, then seven steps of 5 s to SUCCESS.
struct Lifecycle: Equatable {
    /// From a free slot to the provider's acceptance.
    var dispatch: Milliseconds = 2_000
    /// SUBMITTED, before the first sign of progress.
    var acceptance: Milliseconds = 3_000
    /// Between two steps of progress.
    var step: Milliseconds = 5_000

    /// What the steps show; SUCCESS with 100 % follows the last.
    static let percents = [0, 15, 31, 46, 62, 78, 93]

    /// The same life, `factor` times as fast, but never in no time.
    func faster(by factor: Double) -> Lifecycle {
        func scaled(_ time: Milliseconds) -> Milliseconds {
            max(1, Milliseconds((Double(time) / factor).rounded()))
        }
        return Lifecycle(
            dispatch: scaled(dispatch),
            acceptance: scaled(acceptance),
            step: scaled(step)
        )
    }
}
