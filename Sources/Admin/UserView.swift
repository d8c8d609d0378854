import Administration
import Domain
import Storage

/// A user as commands show it.
struct UserView: Encodable {
    let id: UserID
    let name: String
    let role: String
    let group: String
    let enabled: Bool
    let quota: Int64
    let spent: Int64
    let createdAt: Milliseconds

    init(_ user: User) {
        id = user.id
        name = user.name
        role = "\(user.role)"
        group = user.group
        enabled = user.isEnabled
        quota = user.quota
        spent = user.spent
        createdAt = user.createdAt
    }

    static func table(_ users: [UserView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("NAME", isFlexible: true), .init("ROLE"),
                .init("GROUP", isFlexible: true), .init("STATUS"), .init("QUOTA", .right),
                .init("SPENT", .right), .init("CREATED"),
            ],
            rows: users.map {
                [
                    String($0.id), $0.name, $0.role, $0.group, $0.enabled ? "enabled" : "disabled",
                    QuotaText.format($0.quota), QuotaText.format($0.spent),
                    Output.time($0.createdAt),
                ]
            }
        )
    }
}
