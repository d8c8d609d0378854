package import Domain

package struct User: Sendable, Equatable, Codable {
    package var id: UserID
    package var name: String
    package var role: Role
    package var isEnabled: Bool
    package var group: String
    /// What is left, in quota units.
    package var quota: Int64
    /// What was spent and not refunded.
    package var spent: Int64
    package var createdAt: Milliseconds
}

package struct Token: Sendable, Equatable, Codable {
    package var id: TokenID
    package var userID: UserID
    package var name: String
    package var kind: TokenKind
    package var isEnabled: Bool
    /// 0: never.
    package var expiresAt: Milliseconds
    package var createdAt: Milliseconds
}

extension Store {
    /// Who a credential stands for; nil when nobody knows it. Revoked tokens and disabled users
    /// are found, with ``Identity/isEnabled`` false.
    package func identity(of token: TokenHash) throws(StorageError) -> Identity? {
        fatalError("stub")
    }

    /// Adds a user; `quota` is granted by a ledger entry.
    package func addUser(name: String, role: Role, group: String, quota: Int64)
        throws(StorageError) -> User
    {
        fatalError("stub")
    }

    package func users() throws(StorageError) -> [User] { fatalError("stub") }
    package func user(named name: String) throws(StorageError) -> User { fatalError("stub") }

    /// Adds a token whose secret only the caller has.
    package func addToken(
        userID: UserID, name: String, kind: TokenKind, hash: TokenHash, expiresAt: Milliseconds
    ) throws(StorageError) -> Token {
        fatalError("stub")
    }

    package func tokens(userID: UserID?) throws(StorageError) -> [Token] { fatalError("stub") }

    /// Takes effect at once in all processes: the user's version moves.
    package func revokeToken(_ id: TokenID) throws(StorageError) { fatalError("stub") }
}
