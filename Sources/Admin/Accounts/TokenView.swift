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
    @OrNull var expiresAt: Milliseconds?
    /// null: all that its user has.
    @OrNull var remaining: Int64?
    let spent: Int64
    /// Empty: any.
    let allowedActions: [String]
    let allowedNetworks: [String]
    /// null: its user's.
    @OrNull var group: String?
    let limits: LimitsView
    let createdAt: Milliseconds

    init(_ owned: OwnedToken) {
        let token = owned.token
        id = token.id
        userId = token.userID
        user = owned.owner
        kind = token.kind
        name = token.name
        enabled = token.isEnabled
        expiresAt = token.expiresAt == 0 ? nil : token.expiresAt
        remaining = token.remaining
        spent = token.spent
        allowedActions = token.allowedActions.map(\.rawValue)
        allowedNetworks = token.allowedNetworks
        group = token.group
        limits = LimitsView(token.limits)
        createdAt = token.createdAt
    }

    static let columns: [TextTable.Column] = [
        .init("ID", .right), .init("USER", isFlexible: true), .init("KIND"),
        .init("NAME", isFlexible: true), .init("STATUS"), .init("MAY SPEND", .right),
        .init("EXPIRES"), .init("CREATED"),
    ]

    var cells: [String] {
        [
            String(id), user, kind.rawValue, name, enabled ? "enabled" : "revoked",
            remaining.map(QuotaText.format) ?? "unlimited", Output.time(expiresAt ?? 0),
            Output.time(createdAt),
        ]
    }

    var text: String {
        let list = { (words: [String]) in words.isEmpty ? "any" : words.joined(separator: ", ") }
        // A token has no defaults: what is not set is not limited.
        let limit = { (value: Int?) in LimitOptions.Limit.text(value ?? 0) }
        return TextTable(
            [.init(""), .init("", isFlexible: true)],
            rows: [
                ["Token", "\(name) (id \(id))"],
                ["User", "\(user) (id \(userId))"],
                ["Kind", kind.rawValue],
                ["Status", enabled ? "enabled" : "revoked"],
                ["Expires", Output.time(expiresAt ?? 0)],
                ["May spend", remaining.map(QuotaText.format) ?? "unlimited"],
                ["Spent", QuotaText.format(spent)],
                ["Actions", list(allowedActions)],
                ["Networks", list(allowedNetworks)],
                ["Group", group ?? "its user's"],
                ["Submits per minute", limit(limits.submitsPerMinute)],
                ["Concurrent tasks", limit(limits.concurrentTasks)],
                ["Created", Output.time(createdAt)],
            ]
        ).text(width: Output.terminalWidth)
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
