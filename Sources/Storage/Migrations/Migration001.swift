import Foundation
import GRDB

extension SchemaMigration {
    /// Accounts and channels, tasks, money.
    ///
    /// Times are milliseconds since 1970, 0 for "not yet"; money is quota units.
    static let initial = SchemaMigration(name: "001-initial") { database in
        try database.execute(sql: accounts)
        try database.execute(sql: tasks)
        try database.execute(sql: besideTasks)
        try database.execute(sql: money)
        try insertSeeds(into: database)
    }

    private static let accounts = """
        CREATE TABLE meta (
            key TEXT NOT NULL PRIMARY KEY,
            value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- ratio: millionths; 1000000 is 1.0
        CREATE TABLE groups (
            name TEXT NOT NULL PRIMARY KEY,
            ratio INTEGER NOT NULL CHECK (ratio >= 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE users (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            role INTEGER NOT NULL,
            enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
            grp TEXT NOT NULL REFERENCES groups (name),
            quota INTEGER NOT NULL CHECK (quota >= 0),
            spent INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0),
            created_at INTEGER NOT NULL
        ) STRICT;

        -- hash: SHA-256 of the secret, which is not kept. remaining: NULL is unlimited.
        -- allowed_networks: CIDRs with a blank between; empty is any. grp: NULL is the user's.
        CREATE TABLE tokens (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users (id),
            kind TEXT NOT NULL CHECK (kind IN ('api_key', 'access_token')),
            name TEXT NOT NULL,
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
            expires_at INTEGER NOT NULL DEFAULT 0,
            remaining INTEGER CHECK (remaining >= 0),
            spent INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0),
            allowed_networks TEXT NOT NULL DEFAULT '',
            grp TEXT REFERENCES groups (name),
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX tokens_of_user ON tokens (user_id);

        CREATE TABLE channels (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            base_url TEXT NOT NULL,
            secret TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
            priority INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        """

    /// Laid down by (user, ordinal), so that a page of a user's list is one short range of the
    /// file. Both ordinals are dense: the largest is the number of rows. submit_time grows with
    /// both, so a filter by time is a range of ordinals. What lists do not show is kept elsewhere.
    private static let tasks = """
        CREATE TABLE tasks (
            user_id INTEGER NOT NULL REFERENCES users (id),
            user_ordinal INTEGER NOT NULL CHECK (user_ordinal > 0),
            id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            mj_id TEXT NOT NULL,
            token_id INTEGER REFERENCES tokens (id),
            channel_id INTEGER REFERENCES channels (id),
            upstream_id TEXT,
            action TEXT NOT NULL,
            mode TEXT CHECK (mode IN ('FAST', 'RELAX', 'TURBO')),
            status TEXT NOT NULL CHECK (
                status IN ('NOT_START', 'SUBMITTED', 'MODAL', 'IN_PROGRESS', 'SUCCESS', 'FAILURE',
                    'CANCEL')),
            finished INTEGER NOT NULL DEFAULT 0 CHECK (
                finished = (status IN ('SUCCESS', 'FAILURE', 'CANCEL'))),
            progress INTEGER NOT NULL DEFAULT 0 CHECK (
                progress BETWEEN 0 AND 100 AND (status <> 'SUCCESS' OR progress = 100)),
            prompt TEXT NOT NULL,
            prompt_en TEXT NOT NULL DEFAULT '',
            fail_reason TEXT NOT NULL DEFAULT '',
            submit_time INTEGER NOT NULL,
            start_time INTEGER NOT NULL DEFAULT 0,
            finish_time INTEGER NOT NULL DEFAULT 0,
            quota INTEGER NOT NULL DEFAULT 0 CHECK (quota >= 0),
            has_picture INTEGER NOT NULL DEFAULT 0 CHECK (has_picture IN (0, 1)),
            video_url TEXT NOT NULL DEFAULT '',
            video_urls TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (user_id, user_ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX tasks_id ON tasks (id);
        CREATE UNIQUE INDEX tasks_ordinal ON tasks (ordinal);
        CREATE UNIQUE INDEX tasks_mj_id ON tasks (mj_id);
        CREATE INDEX tasks_user_time ON tasks (user_id, submit_time, user_ordinal);
        CREATE INDEX tasks_time ON tasks (submit_time, ordinal);
        CREATE INDEX tasks_channel ON tasks (channel_id, ordinal);
        CREATE INDEX tasks_upstream ON tasks (channel_id, upstream_id)
            WHERE upstream_id IS NOT NULL;
        CREATE INDEX tasks_unfinished ON tasks (channel_id) WHERE finished = 0;
        """

    /// answer_…: what the channel said to the submit. callbacks: a queue of deliveries that are
    /// still to be made.
    private static let besideTasks = """
        CREATE TABLE task_details (
            task_id INTEGER PRIMARY KEY REFERENCES tasks (id),
            state TEXT NOT NULL DEFAULT '',
            description TEXT NOT NULL DEFAULT '',
            notify_hook TEXT NOT NULL DEFAULT '',
            buttons TEXT NOT NULL DEFAULT '',
            properties TEXT NOT NULL DEFAULT '',
            answer_code INTEGER,
            answer_description TEXT
        ) STRICT;

        -- path: NULL while the picture is still to be fetched from url
        CREATE TABLE pictures (
            task_id INTEGER PRIMARY KEY REFERENCES tasks (id),
            url TEXT NOT NULL DEFAULT '',
            path TEXT,
            media_type TEXT CHECK ((media_type IS NULL) = (path IS NULL)),
            attempts INTEGER NOT NULL DEFAULT 0,
            retry_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pictures_pending ON pictures (retry_at) WHERE path IS NULL;

        CREATE TABLE callbacks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            task_id INTEGER NOT NULL REFERENCES tasks (id),
            url TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX callbacks_due ON callbacks (next_attempt_at);
        CREATE INDEX callbacks_of_task ON callbacks (task_id);
        """

    /// amount: what is added to the user's quota. A task is charged and refunded once for each
    /// attempt, which the unique index guarantees.
    private static let money = """
        CREATE TABLE prices (
            action TEXT NOT NULL,
            mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'FAST', 'RELAX', 'TURBO')),
            quota INTEGER NOT NULL CHECK (quota >= 0),
            PRIMARY KEY (action, mode)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('grant', 'charge', 'refund', 'adjust')),
            user_id INTEGER NOT NULL REFERENCES users (id),
            token_id INTEGER REFERENCES tokens (id),
            task_id INTEGER REFERENCES tasks (id),
            attempt INTEGER,
            amount INTEGER NOT NULL CHECK (
                CASE kind WHEN 'charge' THEN amount < 0 WHEN 'adjust' THEN amount <> 0
                    ELSE amount > 0 END),
            created_at INTEGER NOT NULL,
            CHECK ((kind IN ('charge', 'refund')) = (task_id IS NOT NULL)),
            CHECK ((attempt IS NULL) = (task_id IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX ledger_once ON ledger (task_id, kind, attempt)
            WHERE task_id IS NOT NULL;

        CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """

    /// The prices are new-api's defaults.
    private static func insertSeeds(into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?), (?, ?), (?, ?), (?, ?), (?, ?)",
            arguments: [
                Meta.databaseID, newIdentity(), Meta.pictureKey, Data(randomBytes(32)),
                Meta.pollerEpoch, 0, Meta.lastMjID, 0, Meta.lastTaskID, 0,
            ]
        )
        try database.execute(sql: "INSERT INTO groups (name, ratio) VALUES ('default', 1000000)")
        try database.execute(
            sql: """
                INSERT INTO prices (action, quota) VALUES
                    ('IMAGINE', 50000), ('DESCRIBE', 25000), ('BLEND', 50000), ('SHORTEN', 50000),
                    ('EDITS', 50000), ('VIDEO', 400000), ('MODAL', 50000), ('UPLOAD', 25000),
                    ('SWAP_FACE', 25000), ('UPSCALE', 25000), ('VARIATION', 50000),
                    ('REROLL', 50000), ('ZOOM', 50000), ('HIGH_VARIATION', 50000),
                    ('LOW_VARIATION', 50000), ('PAN', 50000), ('INPAINT', 0), ('CUSTOM_ZOOM', 0)
                """
        )
    }

    /// Of a database, unlike that of any other.
    static func newIdentity() -> String { hex(randomBytes(16)) }

    /// From the kernel (getrandom), fit for keys.
    private static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
