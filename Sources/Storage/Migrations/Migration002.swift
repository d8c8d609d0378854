import GRDB

extension SchemaMigration {
    /// Follow-ups and modal calls, cancellations, uploads, deliveries of callbacks.
    static let followUps = SchemaMigration(name: "002-follow-ups") { database in
        try database.execute(sql: tasks)
        try database.execute(sql: taskDetails)
        try database.execute(sql: queues)
        try database.execute(sql: uploads)
        try database.execute(sql: ledger)
        try database.execute(
            sql:
                "INSERT INTO prices (action, quota) VALUES ('ACTION', 50000) ON CONFLICT DO NOTHING"
        )
    }

    /// sent_at: deadlines count from it; 0 is submit_time. attempt: which of its charges counts.
    /// modal_sent: a modal call waits for its answer.
    ///
    /// Rows of finished tasks keep the defaults, so that not all of a large table is written anew.
    ///
    /// tasks_queued: what a user has waiting or at work. tasks_unanswered: what a channel has not
    /// answered; both hold few rows however many tasks there are.
    private static let tasks = """
        ALTER TABLE tasks ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tasks ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt > 0);
        ALTER TABLE tasks ADD COLUMN modal_sent INTEGER NOT NULL DEFAULT 0 CHECK (
            modal_sent IN (0, 1) AND (modal_sent = 0 OR status = 'MODAL'));
        ALTER TABLE tasks ADD COLUMN has_hook INTEGER NOT NULL DEFAULT 0 CHECK (
            has_hook IN (0, 1));
        UPDATE tasks SET sent_at = submit_time, has_hook = EXISTS (
            SELECT 1 FROM task_details d WHERE d.task_id = tasks.id AND d.notify_hook <> '')
            WHERE finished = 0;

        CREATE INDEX tasks_queued ON tasks (user_id, user_ordinal)
            WHERE finished = 0 AND status <> 'MODAL';
        CREATE INDEX tasks_unanswered ON tasks (sent_at)
            WHERE finished = 0 AND (upstream_id IS NULL OR modal_sent = 1);
        """

    /// parent: an mj_id. hooked_id: what the channel's hook said is its id. modal_prompt: of the
    /// modal call under way. Empty: none.
    private static let taskDetails = """
        ALTER TABLE task_details ADD COLUMN parent TEXT NOT NULL DEFAULT '';
        ALTER TABLE task_details ADD COLUMN hook_secret TEXT NOT NULL DEFAULT '';
        ALTER TABLE task_details ADD COLUMN seed TEXT NOT NULL DEFAULT '';
        ALTER TABLE task_details ADD COLUMN hooked_id TEXT NOT NULL DEFAULT '';
        ALTER TABLE task_details ADD COLUMN modal_prompt TEXT NOT NULL DEFAULT '';
        """

    /// cancellations: channels that are still to be told; next_attempt_at is NULL until the
    /// channel's id is known. callbacks.failed_at: NULL while it is not given up.
    private static let queues = """
        CREATE TABLE cancellations (
            task_id INTEGER PRIMARY KEY REFERENCES tasks (id),
            created_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER
        ) STRICT;
        CREATE INDEX cancellations_due ON cancellations (next_attempt_at);

        ALTER TABLE callbacks ADD COLUMN last_error TEXT NOT NULL DEFAULT '';
        ALTER TABLE callbacks ADD COLUMN failed_at INTEGER;
        DROP INDEX callbacks_due;
        CREATE INDEX callbacks_due ON callbacks (next_attempt_at) WHERE failed_at IS NULL;
        CREATE INDEX callbacks_failed ON callbacks (created_at) WHERE failed_at IS NOT NULL;
        """

    /// quota: what it cost, 0 after a refund. succeeded: NULL while it is under way.
    private static let uploads = """
        CREATE TABLE uploads (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users (id),
            token_id INTEGER NOT NULL REFERENCES tokens (id),
            channel_id INTEGER NOT NULL REFERENCES channels (id),
            mode TEXT CHECK (mode IN ('FAST', 'RELAX', 'TURBO')),
            quota INTEGER NOT NULL CHECK (quota >= 0),
            begun_at INTEGER NOT NULL,
            succeeded INTEGER CHECK (succeeded IN (0, 1))
        ) STRICT;
        CREATE INDEX uploads_under_way ON uploads (begun_at) WHERE succeeded IS NULL;
        """

    /// A charge or refund belongs to exactly one of a task and an upload. SQLite cannot change the
    /// constraints of a table, which is therefore made anew:
    /// https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
    private static let ledger = """
        CREATE TABLE new_ledger (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('grant', 'charge', 'refund', 'adjust')),
            user_id INTEGER NOT NULL REFERENCES users (id),
            token_id INTEGER REFERENCES tokens (id),
            task_id INTEGER REFERENCES tasks (id),
            attempt INTEGER,
            upload_id INTEGER REFERENCES uploads (id),
            amount INTEGER NOT NULL CHECK (
                CASE kind WHEN 'charge' THEN amount < 0 WHEN 'adjust' THEN amount <> 0
                    ELSE amount > 0 END),
            created_at INTEGER NOT NULL,
            CHECK ((task_id IS NOT NULL) + (upload_id IS NOT NULL)
                = (kind IN ('charge', 'refund'))),
            CHECK ((attempt IS NULL) = (task_id IS NULL))
        ) STRICT;
        INSERT INTO new_ledger
            (id, kind, user_id, token_id, task_id, attempt, amount, created_at)
            SELECT id, kind, user_id, token_id, task_id, attempt, amount, created_at FROM ledger;
        DROP TABLE ledger;
        ALTER TABLE new_ledger RENAME TO ledger;

        CREATE UNIQUE INDEX ledger_once ON ledger (task_id, kind, attempt)
            WHERE task_id IS NOT NULL;
        CREATE UNIQUE INDEX ledger_once_an_upload ON ledger (upload_id, kind)
            WHERE upload_id IS NOT NULL;
        CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """
}
