import Domain

extension DemoTask {
    enum Picture: Equatable {
        case none
        /// Blurred less with each step.
        case preview(step: Int)
        case final
        case forced(String)
    }

    /// What a read shows at a moment.
    struct View: Equatable {
        /// A status of the protocol, or whatever was ordered.
        var status: String
        var progress: String?
        var picture = Picture.none
        var failReason: String?
        var startTime: Milliseconds?
        var finishTime: Milliseconds?

        var isSuccess: Bool { status == TaskStatus.success.rawValue }
        var isTerminal: Bool { TaskStatus(rawValue: status)?.isTerminal == true }
    }

    func view(at now: Milliseconds) -> View {
        var view: View
        if let cancelledAt, now >= cancelledAt {
            view = naturalView(at: cancelledAt)
            view.status = TaskStatus.cancel.rawValue
            (view.progress, view.picture, view.finishTime) = ("", .none, cancelledAt)
        } else {
            view = oddView(at: now)
        }
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
        guard let times else { return View(status: TaskStatus.modal.rawValue) }
        guard now >= times.start else { return View(status: TaskStatus.notStart.rawValue) }
        var view = View(
            status: TaskStatus.submitted.rawValue,
            progress: "0%",
            startTime: times.start
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
            let step = step(at: now, times)
            view.status = TaskStatus.inProgress.rawValue
            view.progress = "\(Lifecycle.percents[step])%"
            view.picture = step == 0 ? .none : .preview(step: step)
        }
        return view
    }

    private func step(at now: Milliseconds, _ times: Times) -> Int {
        guard order.pace == .drawn else { return 0 }
        return Int(min(Int64(Lifecycle.percents.count - 1), (now - times.progress) / times.step))
    }

    /// The life as it was ordered to look.
    private func oddView(at now: Milliseconds) -> View {
        var view = naturalView(at: now)
        guard let times else { return view }
        let oddities = order.orders.oddities
        if view.status == TaskStatus.inProgress.rawValue {
            let step = step(at: now, times)
            if let odd = oddities.progress { view.progress = odd.progress(atStep: step) }
            let isMiddle = (2...3).contains(step)
            if oddities.status == .regress, isMiddle {
                (view.status, view.progress) = (TaskStatus.submitted.rawValue, "0%")
            } else if oddities.status == .unknown, isMiddle {
                view.status = "DREAMING"
            }
        } else if view.isSuccess, oddities.status == .lateFailure, isAftermath(at: now) {
            (view.status, view.progress, view.picture) = (TaskStatus.failure.rawValue, "", .none)
            view.failReason = FailureName.internal.reason
        }
        return view
    }

    /// A step after the end, when oddities of finished tasks begin.
    func isAftermath(at now: Milliseconds) -> Bool {
        guard let times, let finish = times.finish else { return false }
        return now - times.step >= finish
    }

    /// When it will look different from now, by itself; nil: never again.
    func nextChange(after now: Milliseconds) -> Milliseconds? {
        guard let times, cancelledAt == nil, forced.status == nil else { return nil }
        var moments = [times.start, times.progress]
        if order.pace == .drawn, times.progress < .max {
            moments += (1..<Milliseconds(Lifecycle.percents.count)).map {
                times.progress + $0 * times.step
            }
        }
        let end = times.finish ?? .max
        moments = moments.filter { $0 < end } + [end]
        if end < .max { moments.append(end + times.step) }
        return moments.filter { $0 > now && $0 < .max }.min()
    }
}
