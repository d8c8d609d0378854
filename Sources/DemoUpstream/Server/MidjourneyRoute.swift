import Domain

/// The routes of midjourney-proxy that the demo speaks.
enum MidjourneyRoute: Equatable {
    case submit(SubmitName, mode: SpeedMode?)
    case fetch(id: String)
    case listByCondition
    case listByIDs
    case list
    case queue
    case imageSeed(id: String)
    case cancel(id: String)
    case account(id: String)
    case accounts
    case picture(PictureName)
    case upload(String)
    case video
    case documentation

    init?(method: String, segments: [String], _ profile: Profile) {
        guard let (mode, rest) = Self.belowRoot(segments, profile) else { return nil }
        switch (method, rest.first, rest.count) {
        case ("GET", nil, 0), ("GET", "doc.html", 1): self = .documentation
        case ("POST", "submit", 2), ("POST", "insight-face", 2):
            guard let name = SubmitName(rawValue: rest.joined(separator: "/")),
                profile.offers(name)
            else { return nil }
            self = .submit(name, mode: mode)
        case ("GET", "account", 2) where rest[1] == "list": self = .accounts
        case ("GET", "account", 3) where rest[2] == "fetch": self = .account(id: rest[1])
        case (_, "task", 2...): self.init(method, task: Array(rest.dropFirst()), profile)
        case ("GET", "image-like", 3), ("HEAD", "image-like", 3):
            self.init(folder: rest[1], file: rest[2])
        default: return nil
        }
    }

    private init?(_ method: String, task rest: [String], _ profile: Profile) {
        switch (method, rest.last, rest.count) {
        case ("POST", "list-by-condition", 1): self = .listByCondition
        case ("POST", "list-by-ids", 1) where profile.offersListByIDs: self = .listByIDs
        case ("GET", "list", 1): self = .list
        case ("GET", "queue", 1) where profile.offersQueue: self = .queue
        case ("GET", "fetch", 2): self = .fetch(id: rest[0])
        case ("GET", "image-seed", 2) where profile.offersSeed: self = .imageSeed(id: rest[0])
        case ("POST", "cancel", 2) where profile.offersCancel: self = .cancel(id: rest[0])
        default: return nil
        }
    }

    private init?(folder: String, file: String) {
        if folder == "uploads" {
            self = .upload(file)
        } else if folder == "video" {
            self = .video
        } else if let name = PictureName(folder: folder, file: file) {
            self = .picture(name)
        } else {
            return nil
        }
    }

    /// What follows `/mj`, or `/mj-fast/mj` and its siblings where there are such.
    private static func belowRoot(
        _ segments: [String],
        _ profile: Profile
    ) -> (mode: SpeedMode?, rest: [String])? {
        if segments.first == "mj" { return (nil, Array(segments.dropFirst())) }
        guard profile.offersModePaths, segments.count > 2, segments[1] == "mj",
            let mode = SpeedMode.allCases.first(where: {
                segments[0] == "mj-\($0.rawValue.lowercased())"
            }),
            ["submit", "task", "insight-face"].contains(segments[2])
        else { return nil }
        return (mode, Array(segments.dropFirst(2)))
    }

    /// Whether the secret is asked for: documentation and pictures are open.
    var isProtected: Bool {
        switch self {
        case .picture, .upload, .video, .documentation: false
        default: true
        }
    }

    var faultTarget: Fault.Target {
        switch self {
        case .submit: .submit
        case .fetch: .fetch
        case .listByCondition, .listByIDs, .list, .queue: .list
        case .imageSeed: .seed
        case .cancel: .cancel
        case .picture, .upload, .video: .picture
        case .account, .accounts, .documentation: .any
        }
    }

    /// The task in the path.
    var taskID: String? {
        switch self {
        case .fetch(let id), .imageSeed(let id), .cancel(let id): id
        default: nil
        }
    }
}
