/// The routes of midjourney-proxy that the demo speaks.
enum MidjourneyRoute: Equatable {
    case submit(Submit)
    case fetch(id: String)
    case listByCondition
    case listByIDs
    case list
    case queue
    case picture(PictureName)
    case documentation

    enum Submit: String {
        case imagine
    }

    init?(method: String, segments: [String]) {
        guard segments.first == "mj" else { return nil }
        let rest = Array(segments.dropFirst())
        switch (method, rest.first, rest.count) {
        case ("GET", nil, 0), ("GET", "doc.html", 1):
            self = .documentation
        case ("POST", "submit", 2):
            guard let submit = Submit(rawValue: rest[1]) else { return nil }
            self = .submit(submit)
        case ("POST", "task", 2) where rest[1] == "list-by-condition": self = .listByCondition
        case ("POST", "task", 2) where rest[1] == "list-by-ids": self = .listByIDs
        case ("GET", "task", 2) where rest[1] == "list": self = .list
        case ("GET", "task", 2) where rest[1] == "queue": self = .queue
        case ("GET", "task", 3) where rest[2] == "fetch": self = .fetch(id: rest[1])
        case ("GET", "image-like", 3), ("HEAD", "image-like", 3):
            guard let name = PictureName(folder: rest[1], file: rest[2]) else { return nil }
            self = .picture(name)
        default:
            return nil
        }
    }

    /// Whether the secret is asked for: documentation and pictures are open.
    var isProtected: Bool {
        switch self {
        case .picture, .documentation: false
        case .submit, .fetch, .listByCondition, .listByIDs, .list, .queue: true
        }
    }

    var faultTarget: Fault.Target {
        switch self {
        case .submit: .submit
        case .fetch: .fetch
        case .listByCondition, .listByIDs, .list, .queue: .list
        case .picture: .picture
        case .documentation: .any
        }
    }
}
