import Domain

/// A task as it was submitted, with its whole future: what it shows at any moment is computed from
/// the clock, so that a hundred thousand live tasks cost nothing while nobody asks.
struct DemoTask: Sendable {
    let id: String
    var order: TaskOrder
    let accountID: String
    let submitTime: Milliseconds
    /// Picks the picture, the uuid of the buttons and the message's ids.
    let seed: UInt64
    /// From the moment of its slot.
    var plan: Times
    /// When it gets its slot; nil: it asks something first (MODAL), and has no place in the line.
    var slotAt: Milliseconds?
    var cancelledAt: Milliseconds?
    /// Somebody asked for the picture's seed, and the task shows it since.
    var isSeedKnown = false
    /// What the control plane made of it.
    var forced = Forced()

    /// The moments of its life, computed when it is submitted.
    struct Times: Sendable, Equatable {
        /// The provider accepts it: SUBMITTED.
        var start: Milliseconds
        /// The first sign of progress: IN_PROGRESS.
        var progress: Milliseconds
        var step: Milliseconds
        /// SUCCESS or FAILURE; nil: never.
        var finish: Milliseconds?
    }

    struct Forced: Sendable, Equatable {
        var status: String?
        var progress: String?
        /// `""`: none.
        var imageURL: String?
        var failReason: String?
        var finishTime: Milliseconds?
        var vanished = false
    }

    /// Nil while it asks.
    var times: Times? { slotAt.map(plan.shifted) }

    /// Of the job at the provider, which its buttons name.
    var jobID: String {
        var random = SeededRandom(seed: seed ^ 0x6a6f_6221)
        return random.uuid()
    }

    /// All that were ever issued for it once it succeeded.
    var buttons: [Button] { order.product.buttons(job: jobID) }

    /// What is on its picture.
    var subject: Subject {
        if case .painting(let subject) = order.picture { return subject }
        return Subject(seed: seed)
    }

    /// The number that the provider's bot tells.
    var pictureSeed: String { String(1 + seed % 4_294_967_295) }

    var failReason: String? {
        order.orders.timesOut ? "任务超时" : order.orders.failure
    }
}

extension DemoTask.Times {
    func shifted(by time: Milliseconds) -> Self {
        func sum(_ moment: Milliseconds) -> Milliseconds {
            let (sum, overflow) = moment.addingReportingOverflow(time)
            return overflow ? .max : sum
        }
        return .init(
            start: sum(start),
            progress: sum(progress),
            step: step,
            finish: finish.map(sum)
        )
    }
}
