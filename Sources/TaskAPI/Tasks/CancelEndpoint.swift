import Domain
import Storage

/// `POST /mj/task/{id}/cancel`: ends one of the caller's tasks as CANCEL, with its refund.
///
/// What is asked for counts from its commit on, whatever the channel says to it: the poller tells
/// it, for as long as it takes.
struct CancelEndpoint: Endpoint {
    let context: Context

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
        guard let id, TaskID.isPlausible(id) else { throw Problem.notFound(.taskNotFound) }
        switch try context.store.cancel(id, owner: identity.userID) {
        case .cancelled: break
        case .alreadyEnded(let task):
            // Asked twice, it is as done as the first time.
            guard task.status == .cancel else { throw Problem.wrongTaskState }
        case .unknown: throw Problem.notFound(.taskNotFound)
        }
        return .json(SubmitReply(code: 1, description: "成功", result: id).body)
    }
}
