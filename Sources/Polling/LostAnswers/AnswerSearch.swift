import Domain
import Storage
import Upstream

/// One search of a channel for the tasks behind lost answers.
struct AnswerSearch: Sendable {
    enum Finding: Sendable, Equatable {
        /// The submit arrived: this is the task.
        case submit(ChannelReport)
        /// The modal call arrived: the channel works on it.
        case modal

        var upstreamID: String? {
            if case .submit(let report) = self { report.upstreamID } else { nil }
        }
    }

    struct Outcome: Sendable {
        /// By our id.
        var findings: [String: Finding] = [:]
        /// Something could not be asked: what was not found may be there.
        var failure: ChannelError?
    }

    /// How many tasks are asked for singly at once.
    private static let questions = 8

    let access: ChannelAccess
    let channel: Channel

    func search(_ tasks: [UnansweredTask]) async -> Outcome {
        var outcome = Outcome()
        // In another order each time: one that fails never hides the others.
        let singly = tasks.shuffled().filter { $0.task.isModalSent || !$0.hookedID.isEmpty }
        for chunk in singly.chunks(of: Self.questions)
        where outcome.failure == nil && !Task.isCancelled {
            await ask(chunk, &outcome)
        }
        let submits = tasks.filter { !$0.task.isModalSent }
        let known = outcome.findings.compactMapValues(\.upstreamID)
        guard known.count < submits.count, !Task.isCancelled else { return outcome }
        do {
            let reports = try await access.newestReports(channel)
            for (mjID, report) in AnswerMatch(submits).found(in: reports, known: known) {
                outcome.findings[mjID] = .submit(report)
            }
        } catch {
            outcome.failure = error
        }
        return outcome
    }

    private func ask(_ tasks: [UnansweredTask], _ outcome: inout Outcome) async {
        let answers = await withTaskGroup(of: (String, Result<Finding?, ChannelError>).self) {
            group in
            for task in tasks {
                group.addTask { (task.task.mjID, await answer(for: task)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for (mjID, answer) in answers {
            switch answer {
            case .success(let finding): outcome.findings[mjID] = finding
            case .failure(let error): outcome.failure = error
            }
        }
    }

    private func answer(for task: UnansweredTask) async -> Result<Finding?, ChannelError> {
        let isModal = task.task.isModalSent
        guard let id = isModal ? task.task.upstreamID : task.hookedID else { return .success(nil) }
        do {
            let report = try await access.report(id, channel)
            guard let report else { return .success(nil) }
            if isModal {
                // No state that anybody knows says nothing.
                let isAtWork = report.status.map { $0 != .modal } ?? false
                return .success(isAtWork ? .modal : nil)
            }
            return .success(AnswerMatch([task]).confirms(report, of: task) ? .submit(report) : nil)
        } catch {
            return .failure(error)
        }
    }
}
