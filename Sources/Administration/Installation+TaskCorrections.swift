package import Domain
import Storage

extension Installation {
    /// Ends a task as FAILURE, with refund and callback; its channel is told by the poller.
    ///
    /// - Returns: the task as it is then.
    package func failTask(_ mjID: String, reason: String)
        throws(AdministrationError) -> MidjourneyTask
    {
        let action = "fail task \(mjID)"
        try Self.require(reason, called: "the reason", action)
        do {
            switch try store.failTask(mjID: mjID, reason: reason) {
            case .failed(let task): return task
            case .alreadyEnded(let task):
                throw AdministrationError(
                    .invalid,
                    "\(action): it has ended as \(task.status.rawValue)",
                    hint: "to give back what it cost: mjtask tasks refund \(mjID) --note …"
                )
            case .unknown: throw Self.unknown(action)
            }
        } catch {
            throw AdministrationError(wrapping: error, action: action, hint: Self.oneLine)
        }
    }

    /// Gives back what a task that has ended cost; its state stays.
    ///
    /// - Returns: how much.
    package func refundTask(_ mjID: String, note: String) throws(AdministrationError) -> Int64 {
        let action = "refund task \(mjID)"
        try Self.require(note, called: "the note", action)
        do {
            switch try store.refundTask(mjID: mjID, note: note) {
            case .refunded(let amount): return amount
            case .wasFree:
                throw AdministrationError(
                    .invalid,
                    "\(action): there is nothing to give back",
                    hint: "“mjtask tasks show \(mjID)” shows what was paid, and given back, for it"
                )
            case .unfinished:
                throw AdministrationError(
                    .invalid,
                    "\(action): it has not ended",
                    hint: "to end it, with its refund: mjtask tasks fail \(mjID) --reason …"
                )
            case .unknown: throw Self.unknown(action)
            }
        } catch {
            throw AdministrationError(wrapping: error, action: action, hint: Self.oneLine)
        }
    }

    private static func unknown(_ action: String) -> AdministrationError {
        AdministrationError(
            .invalid,
            "\(action): no such task",
            hint: "“mjtask tasks list” shows the newest ids"
        )
    }

    /// Clients see the reason, and administrators the note.
    private static func require(_ text: String, called what: String, _ action: String)
        throws(AdministrationError)
    {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw AdministrationError(.invalid, "\(action): \(what) is empty", hint: oneLine)
        }
    }

    private static let oneLine = "say it on one line of at most 500 bytes"
}
