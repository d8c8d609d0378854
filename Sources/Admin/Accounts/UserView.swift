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
    let limits: LimitsView
    let createdAt: Milliseconds

    init(_ user: User) {
        id = user.id
        name = user.name
        role = "\(user.role)"
        group = user.group
        enabled = user.isEnabled
        quota = user.quota
        spent = user.spent
        limits = LimitsView(user.limits)
        createdAt = user.createdAt
    }

    static let columns: [TextTable.Column] = [
        .init("ID", .right), .init("NAME", isFlexible: true), .init("ROLE"),
        .init("GROUP", isFlexible: true), .init("STATUS"), .init("QUOTA", .right),
        .init("SPENT", .right), .init("CREATED"),
    ]

    var cells: [String] {
        [
            String(id), name, role, group, enabled ? "enabled" : "disabled",
            QuotaText.format(quota), QuotaText.format(spent), Output.time(createdAt),
        ]
    }
}

/// Limits as commands show them: null is the default, 0 is unlimited.
struct LimitsView: Encodable {
    @OrNull var submitsPerMinute: Int?
    @OrNull var concurrentTasks: Int?

    init(_ limits: AccountLimits) {
        submitsPerMinute = limits.submitsPerMinute
        concurrentTasks = limits.concurrentTasks
    }
}

/// A user with what belongs to it.
struct UserDetailsView: Encodable {
    struct Tasks: Encodable {
        let all: Int
        let unfinished: Int
    }

    let view: UserView
    let tasks: Tasks
    let tokens: [TokenView]

    init(_ user: User, tasks counts: TaskCounts, tokens owned: [OwnedToken]) {
        view = UserView(user)
        tasks = Tasks(all: counts.all, unfinished: counts.unfinished)
        tokens = owned.map(TokenView.init)
    }

    private enum CodingKeys: CodingKey { case tasks, tokens }

    func encode(to encoder: any Encoder) throws {
        try view.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tasks, forKey: .tasks)
        try container.encode(tokens, forKey: .tokens)
    }

    var text: String {
        let count = { (number: Int) in QuotaText.grouped(Int64(number)) }
        let facts = TextTable(
            [.init(""), .init("", isFlexible: true)],
            rows: [
                ["User", "\(view.name) (id \(view.id))"],
                ["Role", view.role],
                ["Group", view.group],
                ["Status", view.enabled ? "enabled" : "disabled"],
                ["Quota", QuotaText.format(view.quota)],
                ["Spent", QuotaText.format(view.spent)],
                ["Submits per minute", LimitOptions.Limit.text(view.limits.submitsPerMinute)],
                ["Concurrent tasks", LimitOptions.Limit.text(view.limits.concurrentTasks)],
                ["Tasks", "\(count(tasks.all)), unfinished \(count(tasks.unfinished))"],
                ["Created", Output.time(view.createdAt)],
            ]
        ).text(width: Output.terminalWidth)
        guard !tokens.isEmpty else { return facts + "No tokens.\n" }
        return facts + "\n"
            + TextTable(TokenView.columns, rows: tokens.map(\.cells))
            .text(width: Output.terminalWidth)
    }
}
