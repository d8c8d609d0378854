import Domain

/// A setting by its name on the control plane.
struct SettingField: Sendable {
    let name: String
    let help: String
    let read: @Sendable (BehaviorSettings) -> JSONValue
    /// Nil: no such value.
    let written: @Sendable (BehaviorSettings, JSONValue) -> BehaviorSettings?

    static let all: [SettingField] = general + ofSeeds + ofPictures + ofHooks

    private static let general = [
        choice("profile", "plus, java, csharp", \.profile),
        text("secret", "the mj-api-secret; empty: none", \.secret),
        flag("state", "tasks show the state of their submit", \.keepsState),
        SettingField(
            name: "listLimit",
            help: "how many tasks the list shows; null: as the profile",
            read: { .orNull($0.listLimit.map(Int64.init)) },
            written: { settings, value in
                var settings = settings
                settings.listLimit = value.integer.map { Int(clamping: $0) }
                return value == .null || (settings.listLimit ?? 0) > 0 ? settings : nil
            }
        ),
        flag("remix", "rerolls, variations and pans ask for a prompt", \.hasRemix),
        flag("remixAutoSubmit", "and the server answers itself", \.submitsRemix),
        choice("secondModal", "error, accept", \.secondModal),
        flag("translate", "Chinese prompts become English ones", \.translates),
    ]

    private static let ofSeeds = [
        number("seedLatency", "milliseconds that image-seed takes", \.seed.latency),
        flag("privateChannel", "the account can ask for seeds", \.seed.hasPrivateChannel),
        SettingField(
            name: "seedError",
            help: #"{"status":200,"code":9,"description":"…"}; null: none"#,
            read: { $0.seed.error.map(\.json) ?? .null },
            written: { settings, value in
                var settings = settings
                settings.seed.error = value == .null ? nil : .init(value)
                return settings
            }
        ),
    ]

    private static let ofPictures = [
        text("pictures", "where pictures are; empty: where one asks", \.pictures.base),
        number("pictureLifetime", "milliseconds; then 403; 0: for ever", \.pictures.lifetime),
        flag("pictureRanges", "pictures can be had in parts", \.pictures.hasRanges),
        flag("pictureOrigins", "pages of other origins may read them", \.pictures.allowsOrigins),
    ]

    private static let ofHooks = [
        text("notifyHook", "of tasks that name none", \.hooks.globalURL),
        flag("hookNever", "nothing is told", \.hooks.never),
        flag("hookDuplicate", "everything is told twice", \.hooks.duplicates),
        flag("hookTerminalTwice", "the end is told twice", \.hooks.repeatsTerminal),
        flag("hookReorder", "an IN_PROGRESS follows the end", \.hooks.reorders),
        SettingField(
            name: "hookDrop",
            help: "so many of the next are not told",
            read: { .integer(Int64($0.hooks.drops)) },
            written: { settings, value in
                var settings = settings
                guard let count = value.integer, count >= 0 else { return nil }
                settings.hooks.drops = Int(clamping: count)
                return settings
            }
        ),
        number("hookDelay", "milliseconds before each", \.hooks.delay),
        flag("hookParallel", "those of a task at the same time", \.hooks.isParallel),
        flag("hookNewest", "told as the task is when it is told", \.hooks.sendsNewest),
        text("hookContentType", "what deliveries say they are", \.hooks.contentType),
    ]

    static func json(_ settings: BehaviorSettings) -> JSONValue {
        .object(Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.read(settings)) }))
    }

    /// All or, when one makes no sense, nil.
    static func applying(_ body: JSONValue, to settings: BehaviorSettings) -> BehaviorSettings? {
        var settings = settings
        for (name, value) in body.object ?? [:] {
            guard let field = all.first(where: { $0.name == name }),
                let changed = field.written(settings, value)
            else { return nil }
            settings = changed
        }
        return settings
    }

    static var helpText: String {
        all.map { field in
            let padding = String(repeating: " ", count: max(1, 19 - field.name.count))
            return "  \(field.name)\(padding)\(field.help)\n"
        }
        .joined()
    }
}
