package import Domain

/// Who owns tasks and pays for them.
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

/// A credential of a user, without its secret.
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
