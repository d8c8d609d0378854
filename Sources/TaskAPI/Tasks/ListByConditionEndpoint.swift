import Domain
import Storage

/// `POST /mj/task/list-by-condition`, also called `list-by-ids`: those of the caller's tasks that `ids` names, in its order.
/// Unknown ids, and other users', are left out.
struct ListByConditionEndpoint: Endpoint {
    let context: Context

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
        let ids = try ids(of: request)
        let found = try context.store.tasks(ids, owner: identity.userID)
        return .json(try context.documents(of: found))
    }

    /// Strings or numbers: one client sends numbers.
    private func ids(of request: Request) throws -> [String] {
        let limit = context.configuration.maximumListIDs
        // An id takes 67 bytes at most, with quotes and comma; as many again for white space.
        let body = try request.readObject(limit: 4096 + limit * 128)
        switch body.members["ids"] {
        case nil, .null: return []
        case .array(let elements):
            guard elements.count <= limit else {
                throw Problem(status: 400, message: .tooManyIDs(limit: limit))
            }
            return try elements.compactMap { element in
                guard let id = element.idText else { throw Problem.invalid("ids", .ids) }
                return TaskID.isPlausible(id) ? id : nil
            }
        default: throw Problem.invalid("ids", .ids)
        }
    }
}
