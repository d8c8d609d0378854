package import Domain
import GRDB

extension Store {
    /// Who a credential stands for; nil when nobody knows it. Revoked tokens and disabled users
    /// are found, with ``Identity/isEnabled`` false.
    package func identity(of token: TokenHash) throws(StorageError) -> Identity? {
        try read("authenticate") { try $0.identity(of: token) }
    }

    /// Adds a user; `quota` is granted by a ledger entry.
    package func addUser(name: String, role: Role, group: String, quota: Int64)
        throws(StorageError) -> User
    {
        try checkName(name)
        guard quota >= 0 else { throw .invalid(what: "quota", reason: "must not be negative") }
        return try write("add a user") { [clock] transaction in
            try transaction.requireUnused(name, in: "users")
            let known = try transaction.database.selectOne(
                "SELECT 1 FROM groups WHERE name = ?",
                group
            ) { _ in true }
            guard known != nil else { throw StorageError.notFound(what: "group") }
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
            return User(
                id: id,
                name: name,
                role: role,
                isEnabled: true,
                group: group,
                quota: quota,
                spent: 0,
                createdAt: now
            )
        }
    }

    package func users() throws(StorageError) -> [User] {
        try read("read users") { database in
            try database.select("SELECT \(User.columns) FROM users ORDER BY id", row: User.init)
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

    /// Adds a token whose secret only the caller has.
    package func addToken(
        userID: UserID,
        name: String,
        kind: TokenKind,
        hash: TokenHash,
        expiresAt: Milliseconds
    ) throws(StorageError) -> Token {
        try checkName(name)
        guard expiresAt >= 0 else { throw .invalid(what: "expiry", reason: "must not be negative") }
        return try write("add a token") { [clock] transaction in
            let database = transaction.database
            guard
                try database.selectOne(
                    "SELECT 1 FROM users WHERE id = ?",
                    userID,
                    row: { _ in true }
                ) != nil
            else { throw StorageError.notFound(what: "user") }
            guard try database.identity(of: hash) == nil else {
                throw StorageError.invalid(what: "token", reason: "is taken")
            }
            let now = clock.now()
            try transaction.run(
                """
                INSERT INTO tokens (user_id, kind, name, hash, expires_at, created_at) \
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [userID, kind.rawValue, name, hash.bytes, expiresAt, now]
            )
            transaction.touch(userID)
            return Token(
                id: database.lastInsertedRowID,
                userID: userID,
                name: name,
                kind: kind,
                isEnabled: true,
                expiresAt: expiresAt,
                createdAt: now
            )
        }
    }

    /// The tokens of a user, or (nil) of all users.
    package func tokens(userID: UserID?) throws(StorageError) -> [Token] {
        try read("read tokens") { database in
            if let userID {
                try database.select(
                    "SELECT \(Token.columns) FROM tokens WHERE user_id = ? ORDER BY id",
                    userID,
                    row: Token.init
                )
            } else {
                try database.select(
                    "SELECT \(Token.columns) FROM tokens ORDER BY id",
                    row: Token.init
                )
            }
        }
    }

    /// Takes effect at once in all processes: the user's version moves.
    package func revokeToken(_ id: TokenID) throws(StorageError) {
        try write("revoke a token") { transaction in
            let user = try transaction.database.selectOne(
                "SELECT user_id FROM tokens WHERE id = ?",
                id
            ) { $0.integer(0) }
            guard let user else { throw StorageError.notFound(what: "token") }
            try transaction.run("UPDATE tokens SET enabled = 0 WHERE id = ?", [id])
            transaction.touch(user)
        }
    }
}

extension Database {
    func user(_ id: UserID) throws -> User? {
        try selectOne("SELECT \(User.columns) FROM users WHERE id = ?", id, row: User.init)
    }

    func identity(of token: TokenHash) throws -> Identity? {
        try selectOne(
            """
            SELECT t.user_id, t.id, t.kind, u.role, t.enabled AND u.enabled, \
            coalesce(t.grp, u.grp), t.expires_at, t.allowed_networks \
            FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.hash = ?
            """,
            token.bytes
        ) { row in
            Identity(
                userID: row.integer(0),
                tokenID: row.integer(1),
                kind: TokenKind(rawValue: row.text(2)) ?? .apiKey,
                role: Role(rawValue: Int(row.integer(3))) ?? .common,
                isEnabled: row.bool(4),
                group: row.text(5),
                expiresAt: row.integer(6),
                allowedNetworks: row.text(7).split(separator: " ").map(String.init)
            )
        }
    }
}

extension User {
    fileprivate static let columns = "id, name, role, enabled, grp, quota, spent, created_at"

    fileprivate init(_ row: borrowing RawRow) {
        self.init(
            id: row.integer(0),
            name: row.text(1),
            role: Role(rawValue: Int(row.integer(2))) ?? .common,
            isEnabled: row.bool(3),
            group: row.text(4),
            quota: row.integer(5),
            spent: row.integer(6),
            createdAt: row.integer(7)
        )
    }
}

extension Token {
    fileprivate static let columns = "id, user_id, name, kind, enabled, expires_at, created_at"

    fileprivate init(_ row: borrowing RawRow) {
        self.init(
            id: row.integer(0),
            userID: row.integer(1),
            name: row.text(2),
            kind: TokenKind(rawValue: row.text(3)) ?? .apiKey,
            isEnabled: row.bool(4),
            expiresAt: row.integer(5),
            createdAt: row.integer(6)
        )
    }
}
