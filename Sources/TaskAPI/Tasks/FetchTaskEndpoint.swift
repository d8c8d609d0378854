import Domain
import HotState
import Storage
import TaskDocuments

/// `GET /mj/task/{id}/fetch`: one of the caller's tasks. Somebody else's is as unknown as none.
struct FetchTaskEndpoint: Endpoint {
    let context: Context

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
        guard let id, TaskID.isPlausible(id),
            let found = try context.store.task(id, owner: identity.userID)
        else { throw Problem.notFound(.taskNotFound) }
        let document = TaskDocument(pictures: try context.pictureLinks())
        let task = context.hotState.overlay([found.task])[0]
        let body = document.bytes(of: task, found.details)
        return .json(body, tag: EntityTag(of: body), for: request)
    }
}
