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
    case describe
    case shorten
    case blend
    case edits
    /// What some clients call ``edits``.
    case edit
    case video
    case uploadPictures
    case swapFace
    case action
    case change
    case simpleChange
    case modal

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
        case .describe: "/mj/submit/describe"
        case .shorten: "/mj/submit/shorten"
        case .blend: "/mj/submit/blend"
        case .edits: "/mj/submit/edits"
        case .edit: "/mj/submit/edit"
        case .video: "/mj/submit/video"
        case .uploadPictures: "/mj/submit/upload-discord-images"
        case .swapFace: "/mj/insight-face/swap"
        case .action: "/mj/submit/action"
        case .change: "/mj/submit/change"
        case .simpleChange: "/mj/submit/simple-change"
        case .modal: "/mj/submit/modal"
        }
    }

    package var methods: [String] {
        switch self {
        case .ownList, .everyonesList, .fetchTask, .taskList, .taskQueue, .imageSeed, .health,
            .picture:
            ["GET", "HEAD"]
        case .listByCondition, .listByIDs, .cancel, .notify, .imagine, .describe, .shorten, .blend,
            .edits, .edit, .video, .uploadPictures, .swapFace, .action, .change, .simpleChange,
            .modal:
            ["POST"]
        }
    }

    package var part: Application.Part {
        switch self {
        case .ownList, .everyonesList, .fetchTask, .listByCondition, .listByIDs, .taskList,
            .taskQueue, .health, .picture:
            .list
        case .imageSeed, .cancel, .notify, .imagine, .describe, .shorten, .blend, .edits, .edit,
            .video, .uploadPictures, .swapFace, .action, .change, .simpleChange, .modal:
            .relay
        }
    }
}
