import Domain
import HotState
import Storage

/// `POST /mj/notify/{mj_id}-{secret}`: a channel's word that one of its tasks has changed.
///
/// No more than a hint to look at that channel now: what the body claims of the task is not
/// believed, only kept as the name to ask for where the submit's answer, which had it, was lost.
struct NotifyEndpoint: Endpoint {
    let context: Context

    /// In bytes; some servers send a task with everything they know.
    private static let maximumBody = 1 << 20
    /// In bytes; the longest id that is known has 20.
    private static let maximumID = 128

    func answer(_ request: Request, id: String?) throws -> Answer {
        guard let path = HookPath(id ?? ""),
            let (task, details) = try context.store.task(path.mjID, owner: nil),
            path.isValid(for: details)
        else { throw Problem.notFound(.unknownPath) }
        var isAwaited = !task.status.isTerminal
        if task.upstreamID == nil, let upstreamID = claimedID(in: request) {
            // Also of a task that was cancelled meanwhile: its channel is to be told.
            isAwaited = try context.store.recordHookedID(upstreamID, of: task.mjID) || isAwaited
        }
        if isAwaited, let channelID = task.channelID {
            context.hotState.leave(Hint(channelID: channelID, mjID: task.mjID))
        }
        return .json(SubmitReply(code: 1, description: "成功").body)
    }

    /// Nil for a body that is none, too large, cut, or about nothing.
    private func claimedID(in request: Request) -> String? {
        guard let body = try? request.readObject(limit: Self.maximumBody),
            let id = body.members["id"]?.idText, (1...Self.maximumID).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        return id
    }
}
