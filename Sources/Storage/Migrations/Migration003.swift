import GRDB

extension SchemaMigration {
    /// What users and tokens may do, what channels serve and how they are, a ledger laid down by
    /// user, and what was imported.
    static let limitsAndHealth = SchemaMigration(name: "003-limits-and-health") { database in
        try database.execute(sql: limits)
        try database.execute(sql: endings)
        try database.execute(sql: channels)
        try database.execute(sql: ledger)
        try database.execute(sql: imports)
    }

    /// submits_per_minute, concurrent_tasks: NULL is the default of the settings, 0 is unlimited.
    /// next_submit_at: the theoretical arrival time of the generic cell rate algorithm
    /// (https://www.itu.int/rec/T-REC-I.371), in microseconds. allowed_actions: with a blank
    /// between; empty is any. tasks_modal_sent: modal calls count as tasks under way.
    private static let limits = """
        ALTER TABLE users ADD COLUMN submits_per_minute INTEGER CHECK (submits_per_minute >= 0);
        ALTER TABLE users ADD COLUMN concurrent_tasks INTEGER CHECK (concurrent_tasks >= 0);
        ALTER TABLE users ADD COLUMN next_submit_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tokens ADD COLUMN submits_per_minute INTEGER CHECK (submits_per_minute >= 0);
        ALTER TABLE tokens ADD COLUMN concurrent_tasks INTEGER CHECK (concurrent_tasks >= 0);
        ALTER TABLE tokens ADD COLUMN next_submit_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tokens ADD COLUMN allowed_actions TEXT NOT NULL DEFAULT '';
        CREATE INDEX tasks_modal_sent ON tasks (user_id) WHERE modal_sent = 1;
        """

    /// given_up: ended here (by an operator, its user, a deadline), while its channel may be at work.
    private static let endings = """
        ALTER TABLE task_details ADD COLUMN given_up INTEGER NOT NULL DEFAULT 0
            CHECK (given_up IN (0, 1));
        """

    /// groups, actions, modes: what it serves, with a blank between; empty is all. in_flight_limit:
    /// NULL is none. status_reason: an administrator's.
    ///
    /// channel_health has a row while the last submit failed: failures in a row, why the last one,
    /// and from failures enough on, since when it gets no new work (opened_at) and when one submit
    /// may try it (trial_at, moved on by who takes the trial).
    ///
    /// tasks_in_flight: what channels work on, counted against their limit, hence without the
    /// windows that wait for their users, which are any number (tasks_waiting).
    private static let channels = """
        ALTER TABLE channels ADD COLUMN groups TEXT NOT NULL DEFAULT '';
        ALTER TABLE channels ADD COLUMN actions TEXT NOT NULL DEFAULT '';
        ALTER TABLE channels ADD COLUMN modes TEXT NOT NULL DEFAULT '';
        ALTER TABLE channels ADD COLUMN weight INTEGER NOT NULL DEFAULT 1 CHECK (weight > 0);
        ALTER TABLE channels ADD COLUMN in_flight_limit INTEGER CHECK (in_flight_limit > 0);
        ALTER TABLE channels ADD COLUMN status_reason TEXT NOT NULL DEFAULT '';

        CREATE TABLE channel_health (
            channel_id INTEGER PRIMARY KEY REFERENCES channels (id),
            failures INTEGER NOT NULL CHECK (failures > 0),
            reason TEXT NOT NULL,
            failed_at INTEGER NOT NULL,
            opened_at INTEGER,
            trial_at INTEGER,
            CHECK ((opened_at IS NULL) = (trial_at IS NULL))
        ) STRICT;

        DROP INDEX tasks_unfinished;
        CREATE INDEX tasks_in_flight ON tasks (channel_id)
            WHERE finished = 0 AND (status <> 'MODAL' OR modal_sent = 1);
        CREATE INDEX tasks_waiting ON tasks (channel_id)
            WHERE status = 'MODAL' AND modal_sent = 0;
        """

    /// A user's entries are numbered 1, 2, 3 … and lie together, so that reading them, and writing
    /// one, touches one short range however long the ledger is. note: an administrator's reason.
    private static let ledger = """
        CREATE TABLE new_ledger (
            user_id INTEGER NOT NULL REFERENCES users (id),
            number INTEGER NOT NULL CHECK (number > 0),
            kind TEXT NOT NULL CHECK (kind IN ('grant', 'charge', 'refund', 'adjust')),
            token_id INTEGER REFERENCES tokens (id),
            task_id INTEGER REFERENCES tasks (id),
            attempt INTEGER,
            upload_id INTEGER REFERENCES uploads (id),
            amount INTEGER NOT NULL CHECK (
                CASE kind WHEN 'charge' THEN amount < 0 WHEN 'adjust' THEN amount <> 0
                    ELSE amount > 0 END),
            note TEXT NOT NULL DEFAULT '',
            created_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, number),
            CHECK ((task_id IS NOT NULL) + (upload_id IS NOT NULL)
                = (kind IN ('charge', 'refund'))),
            CHECK ((attempt IS NULL) = (task_id IS NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_ledger
            (user_id, number, kind, token_id, task_id, attempt, upload_id, amount, created_at)
            SELECT user_id, row_number() OVER (PARTITION BY user_id ORDER BY id), kind, token_id,
                task_id, attempt, upload_id, amount, created_at FROM ledger;
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

    /// What a row of another program's database became here, so that a second import adds only what
    /// is new.
    private static let imports = """
        CREATE TABLE imported (
            source TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('user', 'token', 'channel', 'task')),
            old_id INTEGER NOT NULL,
            new_id INTEGER NOT NULL,
            PRIMARY KEY (source, kind, old_id)
        ) STRICT, WITHOUT ROWID;
        """
}
