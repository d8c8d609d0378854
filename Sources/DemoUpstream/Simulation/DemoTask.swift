import Domain

/// A task as it was submitted, with its whole future: what it shows at any moment is computed from
/// the clock, so that a hundred thousand live tasks cost nothing while nobody asks.
struct DemoTask: Sendable {
    let id: String
    let action: TaskAction
    let prompt: String
    let promptEn: String
    let state: String?
    let notifyHook: String?
    let botType: String
    let accountID: String
    let submitTime: Milliseconds
    let times: Times
    let failReason: String?
    /// Picks the picture, the uuid of the buttons and the message's ids.
    let seed: UInt64
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

    enum Picture: Equatable {
        case none
        /// Blurred less with each step.
        case preview(step: Int)
        case final
        case forced(String)
    }

    /// What a read shows at a moment.
    struct View: Equatable {
        /// A status of the protocol, or whatever the control plane said.
        var status: String
        var progress: String?
        var picture: Picture
        var failReason: String?
        var startTime: Milliseconds?
        var finishTime: Milliseconds?

        var isSuccess: Bool { status == TaskStatus.success.rawValue }
    }

    func view(at now: Milliseconds) -> View {
        var view = naturalView(at: now)
        if let status = forced.status {
            view.status = status
            view.finishTime = forced.finishTime
            view.picture = status == TaskStatus.success.rawValue ? .final : .none
            switch TaskStatus(rawValue: status) {
            case .notStart: (view.progress, view.startTime) = (nil, nil)
            case .success: view.progress = "100%"
            case .failure, .cancel: view.progress = ""
            case .submitted, .modal, .inProgress, nil: view.progress = "0%"
            }
        }
        if let progress = forced.progress { view.progress = progress }
        if let url = forced.imageURL { view.picture = url.isEmpty ? .none : .forced(url) }
        if let reason = forced.failReason { view.failReason = reason }
        return view
    }

    private func naturalView(at now: Milliseconds) -> View {
        guard now >= times.start else {
            return View(
                status: TaskStatus.notStart.rawValue,
                progress: nil,
                picture: .none,
                failReason: nil,
                startTime: nil,
                finishTime: nil
            )
        }
        var view = View(
            status: TaskStatus.submitted.rawValue,
            progress: "0%",
            picture: .none,
            failReason: nil,
            startTime: times.start,
            finishTime: nil
        )
        if let finish = times.finish, now >= finish {
            view.finishTime = finish
            if let failReason {
                view.status = TaskStatus.failure.rawValue
                view.progress = ""
                view.failReason = failReason
            } else {
                view.status = TaskStatus.success.rawValue
                view.progress = "100%"
                view.picture = .final
            }
        } else if now >= times.progress {
            let last = Lifecycle.percents.count - 1
            let step = Int(min(Int64(last), (now - times.progress) / times.step))
            view.status = TaskStatus.inProgress.rawValue
            view.progress = "\(Lifecycle.percents[step])%"
            view.picture = step == 0 ? .none : .preview(step: step)
        }
        return view
    }
}
