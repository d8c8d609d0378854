/// Every route there is: its path, its methods, and who answers it.
package enum Route: CaseIterable, Sendable {
    case ownList
    case everyonesList
    case fetchTask
    case listByCondition
    case listByIDs
    case taskList
    case taskQueue
    case imageSeed
    case cancel
    case notify
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
        case .listByIDs: "/mj/task/list-by-ids"
        case .taskList: "/mj/task/list"
        case .taskQueue: "/mj/task/queue"
        case .imageSeed: "/mj/task/{id}/image-seed"
        case .cancel: "/mj/task/{id}/cancel"
        case .notify: "/mj/notify/{id}"
        case .health: "/mj/healthz"
        case .picture: "/mj/image/{id}"
        case .imagine: "/mj/submit/imagine"
        }
    }

    package var methods: [String] {
        switch self {
        case .ownList, .everyonesList, .fetchTask, .taskList, .taskQueue, .imageSeed, .health,
            .picture:
            ["GET", "HEAD"]
        case .listByCondition, .listByIDs, .cancel, .notify, .imagine: ["POST"]
        }
    }

    package var part: Application.Part {
        switch self {
        case .ownList, .everyonesList, .fetchTask, .listByCondition, .listByIDs, .taskList,
            .taskQueue, .health, .picture:
            .list
        case .imageSeed, .cancel, .notify, .imagine: .relay
        }
    }
}
