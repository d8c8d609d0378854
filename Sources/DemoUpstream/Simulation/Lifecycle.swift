import Domain

/// How long the steps of a task take, in milliseconds.
///
/// At speed 1: a moment in the queue, SUBMITTED for 3 s, then seven steps of 5 s to SUCCESS.
struct Lifecycle: Equatable, Sendable {
    /// Which of the steps a task takes.
    enum Pace: Sendable {
        /// All seven, with a picture that grows clearer.
        case drawn
        /// One, without a picture.
        case quick
        /// None: SUBMITTED until the end.
        case silent

        var steps: Milliseconds {
            switch self {
            case .drawn: Milliseconds(Lifecycle.percents.count)
            case .quick, .silent: 1
            }
        }
    }

    /// From a free slot to the provider's acceptance.
    var dispatch: Milliseconds = 2_000
    /// SUBMITTED, before the first sign of progress.
    var acceptance: Milliseconds = 3_000
    /// Between two steps of progress.
    var step: Milliseconds = 5_000
    /// From the provider's acceptance to the end of all patience.
    var patience: Milliseconds = 300_000

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
            step: scaled(step),
            patience: scaled(patience)
        )
    }

    /// The moments of a life that begins, with its slot, at 0.
    func times(
        _ pace: Pace,
        _ orders: PromptOrders,
        _ random: inout SeededRandom
    ) -> DemoTask.Times {
        // No two pictures take equally long.
        let factor = Double.random(in: 0.8...1.2, using: &random)
        let extra = Milliseconds(orders.extraSeconds) * 1_000
        let step = max(1, Milliseconds(Double(step) * factor)) + extra / pace.steps
        let progress = dispatch + acceptance
        let stepsTaken = orders.failure == nil || pace.steps == 1 ? pace.steps : pace.steps / 2
        var times = DemoTask.Times(
            start: dispatch,
            progress: pace == .silent ? .max : progress,
            step: step,
            finish: progress + stepsTaken * step
        )
        if orders.timesOut { times.finish = dispatch + patience }
        if let stuck = orders.stuck {
            times.finish = nil
            if stuck.rank <= TaskStatus.submitted.rank { times.progress = .max }
            if stuck == .notStart { times.start = .max }
        }
        return times
    }
}
