import Administration
import Domain
import Storage

/// A token as commands show it.
struct TokenView: Encodable {
    let id: TokenID
    let userId: UserID
    let user: String
    let kind: TokenKind
    let name: String
    let enabled: Bool
    /// null: never.
    let expiresAt: Milliseconds?
    let createdAt: Milliseconds

    init(_ token: Token, owner: User) {
        id = token.id
        userId = owner.id
        user = owner.name
        kind = token.kind
        name = token.name
        enabled = token.isEnabled
        expiresAt = token.expiresAt == 0 ? nil : token.expiresAt
        createdAt = token.createdAt
    }

    private enum CodingKeys: CodingKey {
        case id, userId, user, kind, name, enabled, expiresAt, createdAt
    }

    /// Every key is always there, hence not the synthesised form, which leaves out nil.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(userId, forKey: .userId)
        try container.encode(user, forKey: .user)
        try container.encode(kind, forKey: .kind)
        try container.encode(name, forKey: .name)
        try container.encode(enabled, forKey: .enabled)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(createdAt, forKey: .createdAt)
    }

    static func table(_ tokens: [TokenView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("USER", isFlexible: true), .init("KIND"),
                .init("NAME", isFlexible: true), .init("STATUS"), .init("EXPIRES"),
                .init("CREATED"),
            ],
            rows: tokens.map {
                [
                    String($0.id), $0.user, $0.kind.rawValue, $0.name,
                    $0.enabled ? "enabled" : "revoked", Output.time($0.expiresAt ?? 0),
                    Output.time($0.createdAt),
                ]
            }
        )
    }
}

/// The same with the token itself, which is seen only when it is issued.
struct IssuedTokenView: Encodable {
    let token: String
    let view: TokenView

    init(token: String, _ view: TokenView) {
        self.token = token
        self.view = view
    }

    private enum CodingKeys: CodingKey { case token }

    func encode(to encoder: any Encoder) throws {
        try view.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(token, forKey: .token)
    }
}
