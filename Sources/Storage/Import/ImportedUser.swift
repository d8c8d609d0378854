import Domain
import GRDB

/// A row of new-api's users.
struct ImportedUser {
    var id: Int64
    var name: String
    var role: Int64
    var status: Int64
    var group: String
    var quota: Int64
    var createdAt: Int64
    var accessToken: String
    var isDeleted: Bool

    static func all(_ database: Database, _ source: ImportSource) throws -> [ImportedUser] {
        guard source.has("users") else { return [] }
        return try database.select(
            """
            SELECT s.id, \(source.text("users", "username")), \
            \(source.integer("users", "role")), \(source.integer("users", "status")), \
            \(source.text("users", "group")), \(source.integer("users", "quota")), \
            \(source.integer("users", "created_at")), \(source.text("users", "access_token")), \
            \(source.isDeleted("users")) FROM source.users s ORDER BY s.id
            """
        ) { row in
            ImportedUser(
                id: row.integer(0),
                name: row.text(1),
                role: row.integer(2),
                status: row.integer(3),
                group: row.text(4),
                quota: row.integer(5),
                createdAt: row.integer(6),
                accessToken: row.text(7),
                isDeleted: row.bool(8)
            )
        }
    }
}
