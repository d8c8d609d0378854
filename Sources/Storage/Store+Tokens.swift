package import Domain
import GRDB

/// A token with its owner's name.
package struct OwnedToken: Sendable, Equatable {
    package var token: Token
    package var owner: String

    package init(token: Token, owner: String) {
        self.token = token
        self.owner = owner
    }
}

extension Store {
    /// Adds a token whose secret only the caller has.
    package func addToken(
        userID: UserID,
        name: String,
        kind: TokenKind,
        hash: TokenHash,
        expiresAt: Milliseconds,
        rules: [TokenChange] = []
    ) throws(StorageError) -> Token {
        try checkName(name)
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
            try transaction.run(
                "INSERT INTO tokens (user_id, kind, name, hash, created_at) VALUES (?, ?, ?, ?, ?)",
                [userID, kind.rawValue, name, hash.bytes, clock.now()]
            )
            let id = database.lastInsertedRowID
            for rule in [.expiresAt(expiresAt)] + rules { try transaction.apply(rule, to: id) }
            transaction.touch(userID)
            return try transaction.token(id).token
        }
    }

    /// The tokens of a user, or (nil) of all users, by id.
    package func tokens(userID: UserID?) throws(StorageError) -> [Token] {
        try ownedTokens(of: userID).map(\.token)
    }

    /// The same with their owners, from the one after `after` on: a page of them, or all.
    package func ownedTokens(of user: UserID?, after: TokenID = 0, limit: Int = .max)
        throws(StorageError) -> [OwnedToken]
    {
        try read("read tokens") { database in
            if let user {
                try database.select(
                    """
                    \(OwnedToken.selection) WHERE t.user_id = ? AND t.id > ? ORDER BY t.id LIMIT ?
                    """,
                    user,
                    after,
                    limit,
                    row: OwnedToken.init
                )
            } else {
                try database.select(
                    "\(OwnedToken.selection) WHERE t.id > ? ORDER BY t.id LIMIT ?",
                    after,
                    limit,
                    row: OwnedToken.init
                )
            }
        }
    }

    package func token(_ id: TokenID) throws(StorageError) -> OwnedToken {
        try read("read a token") { try $0.token(id) }
    }

    /// Up to `limit` tokens that are called `name`: names need not be unique.
    package func tokens(named name: String, limit: Int) throws(StorageError) -> [OwnedToken] {
        try read("read tokens") { database in
            try database.select(
                "\(OwnedToken.selection) WHERE t.name = ? ORDER BY t.id LIMIT ?",
                name,
                limit,
                row: OwnedToken.init
            )
        }
    }

    /// Takes effect at once in all processes: the user's version moves.
    package func updateToken(_ id: TokenID, _ changes: [TokenChange]) throws(StorageError)
        -> OwnedToken
    {
        try write("change a token") { transaction in
            for change in changes { try transaction.apply(change, to: id) }
            let token = try transaction.token(id)
            transaction.touch(token.token.userID)
            return token
        }
    }

    /// Takes effect at once in all processes, as above.
    package func revokeToken(_ id: TokenID) throws(StorageError) {
        try write("revoke a token") { transaction in
            let user = try transaction.token(id).token.userID
            try transaction.run("UPDATE tokens SET enabled = 0 WHERE id = ?", [id])
            transaction.touch(user)
        }
    }
}

extension WriteTransaction {
    fileprivate func token(_ id: TokenID) throws -> OwnedToken { try database.token(id) }

    fileprivate func apply(_ change: TokenChange, to token: TokenID) throws {
        switch change {
        case .remaining(let quota):
            guard quota ?? 0 >= 0 else {
                throw StorageError.invalid(what: "quota", reason: "must not be negative")
            }
            // Refunds are added to it.
            guard quota ?? 0 <= Quota.largest else {
                throw StorageError.invalid(what: "quota", reason: "is too large")
            }
            try run("UPDATE tokens SET remaining = ? WHERE id = ?", [quota, token])
        case .expiresAt(let time):
            guard time >= 0 else {
                throw StorageError.invalid(what: "expiry", reason: "must not be negative")
            }
            try run("UPDATE tokens SET expires_at = ? WHERE id = ?", [time, token])
        case .allowedActions(let actions):
            let names = actions.map(\.rawValue)
            try set("allowed_actions", words: names, what: "action", of: token)
        case .allowedNetworks(let networks):
            guard networks.allSatisfy({ Network($0) != nil }) else {
                throw StorageError.invalid(what: "network", reason: "must be an address or a CIDR")
            }
            try set("allowed_networks", words: networks, what: "network", of: token)
        case .group(let group):
            if let group { try requireGroup(group) }
            try run("UPDATE tokens SET grp = ? WHERE id = ?", [group, token])
        case .submitsPerMinute(let number):
            try setSubmitsPerMinute(number, in: "tokens", id: token)
        case .concurrentTasks(let number):
            try setConcurrentTasks(number, in: "tokens", id: token)
        }
    }

    private func set(
        _ column: StaticString,
        words: [String],
        what: String,
        of token: TokenID
    ) throws {
        guard words.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else {
            throw StorageError.invalid(what: what, reason: "must be a word without blanks")
        }
        try run(
            "UPDATE tokens SET \(column) = ? WHERE id = ?",
            [words.joined(separator: " "), token]
        )
    }
}

extension Database {
    fileprivate func token(_ id: TokenID) throws -> OwnedToken {
        let token = try selectOne(
            "\(OwnedToken.selection) WHERE t.id = ?",
            id,
            row: OwnedToken.init
        )
        guard let token else { throw StorageError.notFound(what: "token") }
        return token
    }
}

extension OwnedToken {
    /// Tokens are walked, and each one's owner looked up, so that they come in the order of ids
    /// without a sort.
    fileprivate static let selection = """
        SELECT t.id, t.user_id, t.name, t.kind, t.enabled, t.expires_at, t.remaining, t.spent, \
        t.allowed_actions, t.allowed_networks, t.grp, t.submits_per_minute, t.concurrent_tasks, \
        t.created_at, u.name FROM tokens t CROSS JOIN users u ON u.id = t.user_id
        """

    fileprivate init(_ row: borrowing RawRow) {
        let token = Token(
            id: row.integer(0),
            userID: row.integer(1),
            name: row.text(2),
            kind: TokenKind(rawValue: row.text(3)) ?? .apiKey,
            isEnabled: row.bool(4),
            expiresAt: row.integer(5),
            remaining: row.optionalInteger(6),
            spent: row.integer(7),
            allowedActions: row.words(8).map(TaskAction.init(rawValue:)),
            allowedNetworks: row.words(9),
            group: row.optionalText(10),
            limits: AccountLimits(
                submitsPerMinute: row.optionalInteger(11).map { Int($0) },
                concurrentTasks: row.optionalInteger(12).map { Int($0) }
            ),
            createdAt: row.integer(13)
        )
        self.init(token: token, owner: row.text(14))
    }
}
