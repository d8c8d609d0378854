/// Where a task is in its life, in midjourney-proxy's words.
package enum TaskStatus: String, Sendable, Codable, CaseIterable {
    case notStart = "NOT_START"
    case submitted = "SUBMITTED"
    case modal = "MODAL"
    case inProgress = "IN_PROGRESS"
    case success = "SUCCESS"
    case failure = "FAILURE"
    case cancel = "CANCEL"

    /// Terminal states never change, and are shown only after they are durable.
    package var isTerminal: Bool {
        switch self {
        case .success, .failure, .cancel: true
        case .notStart, .submitted, .modal, .inProgress: false
        }
    }

    /// Whether a task may go from this state to `next`.
    ///
    /// NOT_START → SUBMITTED → IN_PROGRESS → terminal, any step may be skipped, none is taken
    /// back. MODAL is entered at the submit and left by the modal call, which makes it SUBMITTED
    /// (or, when a poll sees it later, anything further on).
    package func canBecome(_ next: TaskStatus) -> Bool {
        guard !isTerminal, self != next else { return false }
        return next.rank > rank
    }

    /// Position on the way through life; MODAL is before everything that a channel works on.
    package var rank: Int {
        switch self {
        case .notStart: 0
        case .modal: 1
        case .submitted: 2
        case .inProgress: 3
        case .success, .failure, .cancel: 4
        }
    }
}
