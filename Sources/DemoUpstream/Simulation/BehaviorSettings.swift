import Domain

/// What the control plane may change while the server runs.
struct BehaviorSettings: Sendable, Equatable {
    enum SecondModal: String, CaseIterable, Sendable {
        /// Refused: the task waits for nothing.
        case error
        /// Drawn again under the same id.
        case accept
    }

    var profile = Profile.plus
    /// Asked for as `mj-api-secret`; empty: everyone is let in.
    var secret = ""
    /// Whether tasks show the `state` that their submit gave.
    var keepsState = true
    /// How many of the newest tasks the list shows; nil: as many as the profile does.
    var listLimit: Int?
    /// Rerolls, variations and pans ask for a prompt first.
    var hasRemix = false
    /// With remix: the server answers its own question.
    var submitsRemix = false
    var secondModal = SecondModal.error
    /// Whether Chinese prompts become English ones.
    var translates = true
    var seed = SeedSettings()
    var pictures = PictureSettings()
    var hooks = HookSettings()
}

/// Where pictures are, and how long.
struct PictureSettings: Sendable, Equatable {
    /// Such as `http://host:port/image-like`; empty: where the request went.
    var base = ""
    /// 0: for ever.
    var lifetime: Milliseconds = 0
    var hasRanges = true
    var allowsOrigins = true
}

/// How `image-seed` behaves.
struct SeedSettings: Sendable, Equatable {
    /// How long each answer takes.
    var latency: Milliseconds = 0
    /// Whether the account has the private channel that seeds are asked in.
    var hasPrivateChannel = true
    /// Answered instead of a seed.
    var error: SeedError?

    struct SeedError: Sendable, Equatable {
        var status = 200
        var code: Int64 = 9
        var description = "超时，未找到 seed"
    }
}

/// How task hooks are delivered.
struct HookSettings: Sendable, Equatable {
    /// For tasks that name none; empty: none.
    var globalURL = ""
    var never = false
    /// Each delivery is made twice.
    var duplicates = false
    /// The last state is delivered twice.
    var repeatsTerminal = false
    /// An IN_PROGRESS follows the last state.
    var reorders = false
    /// So many deliveries are not made.
    var drops = 0
    /// Each delivery waits so long, in real time.
    var delay: Milliseconds = 0
    /// Deliveries of a task do not wait for one another.
    var isParallel = false
    /// The body is the task as it is when it is sent, not when it changed.
    var sendsNewest = false
    var contentType = "application/json"
}
