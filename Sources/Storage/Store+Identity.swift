package import Domain
import GRDB

extension Store {
    /// Who a credential stands for; nil when nobody knows it. Revoked tokens and disabled users
    /// are found, with ``Identity/isEnabled`` false.
    package func identity(of token: TokenHash) throws(StorageError) -> Identity? {
        try read("authenticate") { try $0.identity(of: token) }
    }
}

extension Database {
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
                allowedNetworks: row.words(7)
            )
        }
    }
}

extension RawRow {
    /// A column that holds words with a blank between.
    func words(_ column: CInt) -> [String] { text(column).split(separator: " ").map(String.init) }
}
