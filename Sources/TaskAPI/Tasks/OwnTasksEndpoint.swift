import Domain
import Storage

/// `GET /mj/task/list` and `GET /mj/task/queue`: a page of the caller's tasks as a bare array.
struct OwnTasksEndpoint: Endpoint {
    enum Kind {
        /// All of them, newest first.
        case list
        /// Those that a channel works on or has waiting, oldest first.
        case queue
    }

    let kind: Kind
    let context: Context

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
        let parameters = try QueryParameters(request.query, names: ["p", "page_size"])
        let page = Int(try parameters.number("p", from: 1) ?? 1)
        let size = Int(try parameters.number("page_size", from: 1, to: 100) ?? 100)
        let store = context.store
        let found =
            switch kind {
            case .list: try store.newestTasks(of: identity.userID, page: page, pageSize: size)
            case .queue: try store.queuedTasks(of: identity.userID, page: page, pageSize: size)
            }
        let body = try context.documents(of: found)
        return .json(body, tag: EntityTag(of: body), for: request)
    }
}
