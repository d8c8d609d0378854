import Domain
import Storage
import TaskAPI

extension Settings {
    /// What the answers of the APIs depend on.
    static let answerSettings: [Setting] = [
        Setting(
            "MJTASK_PUBLIC_URL",
            \.taskAPI.publicURL,
            .baseURL,
            "The address that clients reach nginx by; links to pictures begin with it."
        ),
        Setting(
            "MJTASK_TIME_UNIT",
            \.taskAPI.timeUnit,
            .choice,
            "The unit of the times in the lists of /api/mj; /mj always speaks milliseconds."
        ),
        Setting(
            "MJTASK_MAX_BODY",
            \.taskAPI.maximumBodySize,
            .size(4 << 10...1 << 30),
            "The largest body of a submit; nginx's client_max_body_size must allow it."
        ),
        Setting(
            "MJTASK_BODY_MEMORY",
            \.taskAPI.bodyMemory,
            .size(4 << 10...64 << 30),
            "The most bytes of bodies above 64K that are held at a time, half of it for one user "
                + "with several, beyond which submits are told to try again; at least "
                + "MJTASK_MAX_BODY."
        ),
        Setting(
            "MJTASK_MAX_PROMPT",
            \.taskAPI.maximumPromptLength,
            .size(64...1 << 20),
            "The longest prompt, in bytes."
        ),
        Setting(
            "MJTASK_MAX_FACE",
            \.taskAPI.maximumFaceSize,
            .size(4 << 10...1 << 30),
            "The largest picture of a face swap, decoded; each of the two."
        ),
        Setting(
            "MJTASK_SUBMITS_PER_MINUTE",
            \.store.defaultLimits.submitsPerMinute,
            .integer(0...1_000_000),
            "The most submits of a user in a minute, where the user has no limit of its own; "
                + "0: any number."
        ),
        Setting(
            "MJTASK_CONCURRENT_TASKS",
            \.store.defaultLimits.concurrentTasks,
            .integer(0...1_000_000),
            "The most tasks of a user under way at a time, where the user has no limit of its own; "
                + "0: any number."
        ),
        Setting(
            "MJTASK_BANNED_WORDS",
            \.taskAPI.bannedWordsFile,
            .optionalPath,
            "A file of words that prompts must not hold, one word or phrase a line, # for "
                + "comments; read again when it changes. The user mjtask must be able to read "
                + "it, and it cannot lie below /home, /root, /tmp or /var/tmp, which the units "
                + "do not see. A file that is removed or cannot be read leaves its words in "
                + "force until a restart: to allow all, empty it."
        ),
        Setting(
            "MJTASK_HOOK_URL",
            \.taskAPI.hookURL,
            .optionalBaseURL,
            "The address that channels reach us by, to say that a task has changed; empty: they "
                + "are only asked."
        ),
        Setting(
            "MJTASK_NOTIFY_HOOK",
            \.taskAPI.notifyHook,
            .optionalWebAddress,
            "The address that is called back for tasks whose client names none; empty: then "
                + "nobody is."
        ),
        Setting(
            "MJTASK_MAX_LIST_IDS",
            \.taskAPI.maximumListIDs,
            .integer(1...10_000),
            "The most ids in one list-by-condition."
        ),
        Setting(
            "MJTASK_ARCHIVE_LOCATION",
            \.taskAPI.archiveLocation,
            .location,
            "The internal location of nginx that serves the pictures."
        ),
        Setting(
            "MJTASK_ALLOWED_ORIGINS",
            \.taskAPI.allowedOrigins,
            .origins,
            "Web pages that browsers may call from: * for all, or their origins."
        ),
        Setting(
            "MJTASK_POLLER_STALE_AFTER",
            \.taskAPI.pollerStaleAfter,
            .time(.seconds(2) ... .seconds(86_400)),
            "How long after its last round the poller is reported as not working; "
                + "at least MJTASK_REFRESH_INTERVAL."
        ),
    ]
}
