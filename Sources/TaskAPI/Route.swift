/// Every route there is: its path, its methods, and who answers it.
package enum Route: CaseIterable, Sendable {
    case ownList
    case everyonesList
    case fetchTask
    case listByCondition
    case health
    case picture
    case imagine

    /// `{id}` stands for one segment.
    package var pattern: String {
        switch self {
        case .ownList: "/api/mj/self"
        case .everyonesList: "/api/mj"
        case .fetchTask: "/mj/task/{id}/fetch"
        case .listByCondition: "/mj/task/list-by-condition"
        case .health: "/mj/healthz"
        case .picture: "/mj/image/{id}"
        case .imagine: "/mj/submit/imagine"
        }
    }

    package var methods: [String] {
        switch self {
        case .ownList, .everyonesList, .fetchTask, .health, .picture: ["GET", "HEAD"]
        case .listByCondition, .imagine: ["POST"]
        }
    }

    package var part: Application.Part {
        switch self {
        case .ownList, .everyonesList, .fetchTask, .listByCondition, .health, .picture: .list
        case .imagine: .relay
        }
    }
}
