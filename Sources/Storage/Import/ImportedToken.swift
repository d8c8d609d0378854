import Domain
import Foundation
import GRDB

/// A row of new-api's tokens.
struct ImportedToken {
    var id: Int64
    var userID: Int64
    var key: String
    var status: Int64
    var name: String
    /// Seconds; -1: never.
    var expiry: Int64
    var remaining: Int64
    var isUnlimited: Bool
    /// Nil: any.
    var models: String?
    var addresses: String
    var group: String
    var createdAt: Int64
    var isDeleted: Bool

    /// What clients send: new-api keeps keys without the `sk-` that it shows them with.
    static func secret(ofKey key: String) -> String {
        let key = key.trimmingCharacters(in: .whitespacesAndNewlines)
        return key.hasPrefix("sk-") ? key : "sk-" + key
    }

    static func all(_ database: Database, _ source: ImportSource) throws -> [ImportedToken] {
        guard source.has("tokens") else { return [] }
        return try database.select(
            """
            SELECT s.id, \(source.integer("tokens", "user_id")), \(source.text("tokens", "key")), \
            \(source.integer("tokens", "status")), \(source.text("tokens", "name")), \
            \(source.integer("tokens", "expired_time")), \
            \(source.integer("tokens", "remain_quota")), \
            \(source.bool("tokens", "unlimited_quota")), \
            \(source.bool("tokens", "model_limits_enabled")), \
            \(source.text("tokens", "model_limits")), \(source.text("tokens", "allow_ips")), \
            \(source.text("tokens", "group")), \(source.integer("tokens", "created_time")), \
            \(source.isDeleted("tokens")) FROM source.tokens s ORDER BY s.id
            """
        ) { row in
            ImportedToken(
                id: row.integer(0),
                userID: row.integer(1),
                key: row.text(2),
                status: row.integer(3),
                name: row.text(4),
                expiry: row.integer(5),
                remaining: row.integer(6),
                isUnlimited: row.bool(7),
                models: row.bool(8) ? row.text(9) : nil,
                addresses: row.text(10),
                group: row.text(11),
                createdAt: row.integer(12),
                isDeleted: row.bool(13)
            )
        }
    }
}

/// A token as it is inserted.
struct NewToken {
    var id: TokenID?
    var userID: UserID
    var kind: TokenKind
    var name: String
    var hash: TokenHash
    var isEnabled = true
    var expiresAt: Milliseconds = 0
    var remaining: Int64?
    var networks = ""
    var group: String?
    var actions = ""
    var createdAt: Milliseconds
}
