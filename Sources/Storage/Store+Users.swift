package import Domain
import GRDB

extension Store {
    /// Adds a user; `quota` is granted by a ledger entry.
    package func addUser(name: String, role: Role, group: String, quota: Int64)
        throws(StorageError) -> User
    {
        try checkName(name)
        guard quota >= 0 else { throw .invalid(what: "quota", reason: "must not be negative") }
        return try write("add a user") { [clock] transaction in
            try transaction.requireUnused(name, in: "users")
            try transaction.requireGroup(group)
            let now = clock.now()
            try transaction.run(
                """
                INSERT INTO users (name, role, grp, quota, created_at) VALUES (?, ?, ?, 0, ?)
                """,
                [name, role.rawValue, group, now]
            )
            let id = transaction.database.lastInsertedRowID
            if quota > 0 { try transaction.deposit(quota, as: .grant, for: id, at: now) }
            transaction.touch(id)
            return try transaction.requireUser(id)
        }
    }

    /// Users by id, from the one after `after` on: a page of them, or all.
    package func users(
        matching filter: UserFilter = UserFilter(),
        after: UserID = 0,
        limit: Int = .max
    ) throws(StorageError) -> [User] {
        try read("read users") { database in
            try database.select(
                """
                SELECT \(User.columns) FROM users WHERE id > ?1 AND (?2 IS NULL OR grp = ?2) \
                AND (?3 IS NULL OR role = ?3) AND (?4 IS NULL OR enabled = ?4) \
                ORDER BY id LIMIT ?5
                """,
                after,
                filter.group,
                filter.role?.rawValue,
                filter.isEnabled,
                limit,
                row: User.init
            )
        }
    }

    package func user(named name: String) throws(StorageError) -> User {
        let user = try read("read a user") { database in
            try database.selectOne(
                "SELECT \(User.columns) FROM users WHERE name = ?",
                name,
                row: User.init
            )
        }
        guard let user else { throw .notFound(what: "user") }
        return user
    }

    package func user(_ id: UserID) throws(StorageError) -> User {
        let user = try read("read a user") { try $0.user(id) }
        guard let user else { throw .notFound(what: "user") }
        return user
    }

    /// What a user has at work and has had, from indexes: however many tasks there are, only the
    /// unfinished ones are counted.
    package func taskCounts(of user: UserID) throws(StorageError) -> TaskCounts {
        try read("count a user's tasks") { try $0.taskCounts(of: user) }
    }

    /// Takes effect at once in all processes: the user's version moves.
    package func updateUser(_ id: UserID, _ changes: [UserChange]) throws(StorageError) -> User {
        try write("change a user") { transaction in
            for change in changes { try transaction.apply(change, to: id) }
            transaction.touch(id)
            return try transaction.requireUser(id)
        }
    }
}

extension WriteTransaction {
    fileprivate func requireUser(_ id: UserID) throws -> User {
        guard let user = try database.user(id) else { throw StorageError.notFound(what: "user") }
        return user
    }

    fileprivate func apply(_ change: UserChange, to user: UserID) throws {
        switch change {
        case .role(let role):
            try run("UPDATE users SET role = ? WHERE id = ?", [role.rawValue, user])
        case .enabled(let isEnabled):
            try run("UPDATE users SET enabled = ? WHERE id = ?", [isEnabled, user])
        case .group(let group):
            try requireGroup(group)
            try run("UPDATE users SET grp = ? WHERE id = ?", [group, user])
        case .submitsPerMinute(let number):
            try setSubmitsPerMinute(number, in: "users", id: user)
        case .concurrentTasks(let number):
            try setConcurrentTasks(number, in: "users", id: user)
        }
    }

    /// What was counted under the old limit does not count under the new one: else a limit that
    /// is raised would be felt a minute later.
    ///
    /// - Parameter table: one of ours that has limits, never a caller's text.
    func setSubmitsPerMinute(_ number: Int?, in table: StaticString, id: Int64) throws {
        // More than one each millisecond is as good as unlimited.
        guard (0...60_000).contains(number ?? 0) else {
            throw StorageError.invalid(what: "submits per minute", reason: "must be 0 to 60000")
        }
        try run(
            "UPDATE \(table) SET submits_per_minute = ?, next_submit_at = 0 WHERE id = ?",
            [number, id]
        )
    }

    func setConcurrentTasks(_ number: Int?, in table: StaticString, id: Int64) throws {
        guard (0...1_000_000).contains(number ?? 0) else {
            throw StorageError.invalid(what: "concurrent tasks", reason: "must be 0 to 1000000")
        }
        try run("UPDATE \(table) SET concurrent_tasks = ? WHERE id = ?", [number, id])
    }
}

extension Database {
    func user(_ id: UserID) throws -> User? {
        try selectOne("SELECT \(User.columns) FROM users WHERE id = ?", id, row: User.init)
    }

    func taskCounts(of user: UserID) throws -> TaskCounts {
        TaskCounts(
            all: try selectOne(ListSQL.userNewest, user) { Int($0.integer(0)) } ?? 0,
            // Each index holds few rows: what is under way, and windows of all users.
            unfinished: try [
                "tasks_queued WHERE user_id = ? AND finished = 0 AND status <> 'MODAL'",
                "tasks_modal_sent WHERE user_id = ? AND modal_sent = 1",
                "tasks_waiting WHERE status = 'MODAL' AND modal_sent = 0 AND user_id = ?",
            ].map { condition in
                try selectOne("SELECT count(*) FROM tasks INDEXED BY \(condition)", user) {
                    Int($0.integer(0))
                } ?? 0
            }.reduce(0, +)
        )
    }
}

extension User {
    fileprivate static let columns = """
        id, name, role, enabled, grp, quota, spent, submits_per_minute, concurrent_tasks, created_at
        """

    fileprivate init(_ row: borrowing RawRow) {
        self.init(
            id: row.integer(0),
            name: row.text(1),
            role: Role(rawValue: Int(row.integer(2))) ?? .common,
            isEnabled: row.bool(3),
            group: row.text(4),
            quota: row.integer(5),
            spent: row.integer(6),
            limits: AccountLimits(
                submitsPerMinute: row.optionalInteger(7).map { Int($0) },
                concurrentTasks: row.optionalInteger(8).map { Int($0) }
            ),
            createdAt: row.integer(9)
        )
    }
}
