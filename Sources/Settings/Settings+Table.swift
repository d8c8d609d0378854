import Domain
import FastCGI
import HotState
import Logging
import Polling
import Storage
import TaskAPI
import Upstream

extension Settings {
    /// Every setting there is, in the order of the manual (`systemd/mjtask.env`).
    package static let table: [Setting] = [
        Setting(
            "MJTASK_DATABASE",
            .database,
            \.store.path,
            .path,
            "The SQLite database, the system of record; its folder holds its log and lock files."
        ),
        Setting(
            "MJTASK_DATABASE_READERS",
            .database,
            \.store.readers,
            .integer(1...64),
            "Connections that a process reads the database with."
        ),
        Setting(
            "MJTASK_WRITE_BATCH",
            .database,
            \.store.batchLimit,
            .integer(1...10_000),
            "The most writes that are committed as one transaction."
        ),

        Setting(
            "MJTASK_REDIS_SOCKET",
            .redis,
            \.hotState.redisSocket,
            .optionalSocket,
            "The unix socket of the Redis server; empty works without Redis, slower."
        ),
        Setting(
            "MJTASK_REDIS_TIMEOUT",
            .redis,
            \.hotState.timeout,
            .time(.milliseconds(10) ... .seconds(10)),
            "The longest wait for an answer of Redis, before it counts as away."
        ),
        Setting(
            "MJTASK_PAGE_LIFETIME",
            .redis,
            \.hotState.pageLifetime,
            .time(.seconds(1) ... .seconds(7 * 86_400)),
            "How long pages of lists and who a token stands for are cached at most."
        ),
        Setting(
            "MJTASK_HOT_LIFETIME",
            .redis,
            \.hotState.hotTaskLifetime,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long Redis keeps the state of a task after its last change; "
                + "at least MJTASK_TASK_DEADLINE."
        ),

        Setting(
            "MJTASK_RUN_DIRECTORY",
            .files,
            \.runDirectory,
            .path,
            "The folder of what must not outlive a reboot: shared versions and the poller's lock."
        ),
        Setting(
            "MJTASK_ARCHIVE_DIRECTORY",
            .files,
            \.polling.archiveDirectory,
            .path,
            "The folder that keeps the pictures; nginx reads them from there."
        ),

        Setting(
            "MJTASK_PUBLIC_URL",
            .answers,
            \.taskAPI.publicURL,
            .baseURL,
            "The address that clients reach nginx by; links to pictures begin with it."
        ),
        Setting(
            "MJTASK_TIME_UNIT",
            .answers,
            \.taskAPI.timeUnit,
            .choice,
            "The unit of the times in the lists of /api/mj; /mj always speaks milliseconds."
        ),
        Setting(
            "MJTASK_MAX_BODY",
            .answers,
            \.taskAPI.maximumBodySize,
            .size(4 << 10...1 << 30),
            "The largest body of a submit; nginx's client_max_body_size must allow it."
        ),
        Setting(
            "MJTASK_MAX_PROMPT",
            .answers,
            \.taskAPI.maximumPromptLength,
            .size(64...1 << 20),
            "The longest prompt, in bytes."
        ),
        Setting(
            "MJTASK_MAX_LIST_IDS",
            .answers,
            \.taskAPI.maximumListIDs,
            .integer(1...10_000),
            "The most ids in one list-by-condition."
        ),
        Setting(
            "MJTASK_ARCHIVE_LOCATION",
            .answers,
            \.taskAPI.archiveLocation,
            .location,
            "The internal location of nginx that serves the pictures."
        ),
        Setting(
            "MJTASK_ALLOWED_ORIGINS",
            .answers,
            \.taskAPI.allowedOrigins,
            .origins,
            "Web pages that browsers may call from: * for all, or their origins."
        ),
        Setting(
            "MJTASK_POLLER_STALE_AFTER",
            .answers,
            \.taskAPI.pollerStaleAfter,
            .time(.seconds(2) ... .seconds(86_400)),
            "How long after its last round the poller is reported as not working; "
                + "more than MJTASK_POLL_LONGEST."
        ),

        Setting(
            "MJTASK_POLL_SHORTEST",
            .polling,
            \.polling.schedule.shortest,
            .time(.milliseconds(100) ... .seconds(600)),
            "The shortest pause between two looks at a channel."
        ),
        Setting(
            "MJTASK_POLL_LONGEST",
            .polling,
            \.polling.schedule.longest,
            .time(.milliseconds(100) ... .seconds(600)),
            "The longest pause between two looks at a channel whose tasks do not change."
        ),
        Setting(
            "MJTASK_POLL_BACKOFF",
            .polling,
            \.polling.schedule.longestBackoff,
            .time(.milliseconds(100) ... .seconds(3600)),
            "The longest pause between two tries of a channel that fails."
        ),
        Setting(
            "MJTASK_TASK_DEADLINE",
            .polling,
            \.polling.taskDeadline,
            .time(.seconds(10) ... .seconds(7 * 86_400)),
            "How long after its submit an unfinished task ends as FAILURE, with a refund."
        ),
        Setting(
            "MJTASK_MISSING_GRACE",
            .polling,
            \.polling.missingGrace,
            .time(.seconds(1) ... .seconds(86_400)),
            "How long a task that its channel no longer lists is still waited for."
        ),
        Setting(
            "MJTASK_MISSING_LOOKS",
            .polling,
            \.polling.missingLooks,
            .integer(1...1_000),
            "How many looks in a row must miss such a task, besides the grace."
        ),
        Setting(
            "MJTASK_SUBMIT_DEADLINE",
            .polling,
            \.polling.submitDeadline,
            .time(.seconds(5) ... .seconds(86_400)),
            "How long a submit without an answer is waited for; "
                + "more than MJTASK_CHANNEL_SUBMIT_TIMEOUT."
        ),
        Setting(
            "MJTASK_MODAL_DEADLINE",
            .polling,
            \.polling.modalDeadline,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long a task in state MODAL waits for its modal call."
        ),
        Setting(
            "MJTASK_CHECKPOINT_STEP",
            .polling,
            \.polling.checkpointStep,
            .integer(1...100),
            "The step of progress, in percent, that is written into the database."
        ),

        Setting(
            "MJTASK_PICTURE_WAIT",
            .pictures,
            \.polling.pictureWait,
            .time(.seconds(0) ... .seconds(600)),
            "How long SUCCESS waits for its picture before it is shown without."
        ),
        Setting(
            "MJTASK_PICTURE_CONCURRENCY",
            .pictures,
            \.polling.pictureConcurrency,
            .integer(1...256),
            "How many pictures are fetched at once."
        ),
        Setting(
            "MJTASK_PICTURE_DEADLINE",
            .pictures,
            \.polling.pictureDeadline,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long the fetch of a picture is tried again."
        ),

        Setting(
            "MJTASK_CHANNEL_SUBMIT_TIMEOUT",
            .channels,
            \.channels.submitTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait for a channel's answer to a submit."
        ),
        Setting(
            "MJTASK_CHANNEL_POLL_TIMEOUT",
            .channels,
            \.channels.pollTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait for a channel's answer to a poll."
        ),
        Setting(
            "MJTASK_CHANNEL_CONNECT_TIMEOUT",
            .channels,
            \.channels.connectTimeout,
            .time(.milliseconds(100) ... .seconds(60)),
            "The longest wait for a connection to a channel."
        ),
        Setting(
            "MJTASK_CHANNEL_MAX_ANSWER",
            .channels,
            \.channels.maximumAnswerSize,
            .size(64 << 10...1 << 30),
            "The largest answer of a channel that is read."
        ),
        Setting(
            "MJTASK_CHANNEL_CHUNK",
            .channels,
            \.channels.chunkSize,
            .integer(1...1_000),
            "The most ids in one list-by-condition sent to a channel."
        ),

        Setting(
            "MJTASK_LIST_SOCKET",
            .responders,
            \.listSocket,
            .socket,
            "The socket that the list responder opens when systemd passes it none."
        ),
        Setting(
            "MJTASK_LIST_THREADS",
            .responders,
            \.listWorkers.threads,
            .integer(1...1_024),
            "Threads of the list responder: at least 2 x nginx workers x keepalive."
        ),
        Setting(
            "MJTASK_LIST_FIRST_BYTE_TIMEOUT",
            .responders,
            \.listWorkers.firstByteTimeout,
            .time(.milliseconds(100) ... .seconds(600)),
            "How long a new connection to the list responder may send nothing."
        ),
        Setting(
            "MJTASK_LIST_IO_TIMEOUT",
            .responders,
            \.listWorkers.ioTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait of the list responder within a request."
        ),
        Setting(
            "MJTASK_RELAY_SOCKET",
            .responders,
            \.relaySocket,
            .socket,
            "The socket that the relay responder opens when systemd passes it none."
        ),
        Setting(
            "MJTASK_RELAY_THREADS",
            .responders,
            \.relayWorkers.threads,
            .integer(1...1_024),
            "Threads of the relay responder: submits that may wait for channels at once."
        ),
        Setting(
            "MJTASK_RELAY_FIRST_BYTE_TIMEOUT",
            .responders,
            \.relayWorkers.firstByteTimeout,
            .time(.milliseconds(100) ... .seconds(600)),
            "How long a new connection to the relay responder may send nothing."
        ),
        Setting(
            "MJTASK_RELAY_IO_TIMEOUT",
            .responders,
            \.relayWorkers.ioTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait of the relay responder for the client within a request."
        ),

        Setting(
            "MJTASK_STOP_TIMEOUT",
            .programs,
            \.stopTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "How long a program that is told to stop finishes what is under way."
        ),
        Setting(
            "MJTASK_LOG_LEVEL",
            .programs,
            \.logLevel,
            .choice,
            "The least important messages that are logged."
        ),
    ]
}
