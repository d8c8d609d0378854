import HotState
import Polling
import Storage

extension Settings {
    /// Where data lies and how it is kept: database, Redis, folders.
    static let dataSettings: [Setting] = [
        Setting(
            "MJTASK_DATABASE",
            \.store.path,
            .path,
            "The SQLite database, the system of record; its folder holds its log and lock files."
        ),
        Setting(
            "MJTASK_DATABASE_READERS",
            \.store.readers,
            .integer(1...64),
            "Connections that a process reads the database with."
        ),
        Setting(
            "MJTASK_WRITE_BATCH",
            \.store.batchLimit,
            .integer(1...10_000),
            "The most writes that are committed as one transaction."
        ),
        Setting(
            "MJTASK_WRITE_QUEUE",
            \.store.queueLimit,
            .integer(1...1_000_000),
            "The most writes that wait for their commit in a process; more are refused."
        ),
        Setting(
            "MJTASK_RESERVED_LOG",
            \.store.reservedLog,
            .size(0...512 << 20),
            "The size the write-ahead log is given beforehand, up to half of the largest: makes commits faster."
        ),
        Setting(
            "MJTASK_LARGEST_LOG",
            \.store.largestLog,
            .size(1 << 20...16 << 30),
            "The size of the write-ahead log from which on it is cut while nobody may write."
        ),
        Setting(
            "MJTASK_STUCK_AFTER",
            \.store.stuckAfter,
            .time(.seconds(1) ... .seconds(600)),
            "A commit that takes longer, or waits longer for its turn, is a failed health check."
        ),

        Setting(
            "MJTASK_REDIS_SOCKET",
            \.hotState.redisSocket,
            .optionalSocket,
            "The unix socket of the Redis server; empty works without Redis, slower."
        ),
        Setting(
            "MJTASK_REDIS_TIMEOUT",
            \.hotState.timeout,
            .time(.milliseconds(10) ... .seconds(10)),
            "The longest wait for an answer of Redis, before it counts as away."
        ),
        Setting(
            "MJTASK_PAGE_LIFETIME",
            \.hotState.pageLifetime,
            .time(.seconds(1) ... .seconds(7 * 86_400)),
            "How long pages of lists and who a token stands for are cached at most."
        ),
        Setting(
            "MJTASK_PAGE_MEMORY",
            \.hotState.pageMemory,
            .size(0...16 << 30),
            "What pages of lists may take in the memory of a process, which spares it to ask "
                + "Redis; 0 for none."
        ),
        Setting(
            "MJTASK_HOT_LIFETIME",
            \.hotState.hotTaskLifetime,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long Redis keeps the state of a task after its last change; "
                + "at least MJTASK_TASK_DEADLINE."
        ),

        Setting(
            "MJTASK_RUN_DIRECTORY",
            \.runDirectory,
            .path,
            "The folder of what must not outlive a reboot: shared versions and the poller's lock."
        ),
        Setting(
            "MJTASK_ARCHIVE_DIRECTORY",
            \.polling.archiveDirectory,
            .path,
            "The folder that keeps the pictures; nginx reads them from there."
        ),
    ]
}
