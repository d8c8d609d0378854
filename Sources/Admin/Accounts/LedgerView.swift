import Administration
import Domain
import Storage

/// A page of a user's ledger as the command shows it.
struct LedgerPageView: Encodable {
    let user: String
    let userId: UserID
    let total: Int
    let page: Int
    let pageSize: Int
    let entries: [LedgerEntryView]

    init(_ user: User, _ entries: [LedgerEntry], total: Int, page: Int, pageSize: Int) {
        self.user = user.name
        userId = user.id
        self.total = total
        self.page = page
        self.pageSize = pageSize
        self.entries = entries.map(LedgerEntryView.init)
    }

    var text: String {
        let table = TextTable(
            [
                .init("NO", .right), .init("TIME"), .init("KIND"), .init("AMOUNT", .right),
                .init("BALANCE", .right), .init("TASK"), .init("NOTE", isFlexible: true),
            ],
            rows: entries.map(\.cells)
        )
        let pages = pageSize > 0 ? (total + pageSize - 1) / pageSize : 1
        let foot = pages > 1 ? "Page \(page) of \(pages); --page shows others.\n" : ""
        return table.text(width: Output.terminalWidth) + foot
    }
}

struct LedgerEntryView: Encodable {
    let number: Int
    let kind: LedgerEntry.Kind
    let amount: Int64
    /// The quota after it; null among the entries of one task.
    @OrNull var balance: Int64?
    /// null: it is for no task.
    @OrNull var task: String?
    @OrNull var attempt: Int?
    /// The number of an upload.
    @OrNull var upload: Int64?
    @OrNull var tokenId: TokenID?
    let note: String
    let createdAt: Milliseconds

    init(_ entry: LedgerEntry) {
        number = entry.number
        kind = entry.kind
        amount = entry.amount
        balance = entry.balance
        task = entry.mjID
        attempt = entry.attempt
        upload = entry.uploadID
        tokenId = entry.tokenID
        note = entry.note
        createdAt = entry.createdAt
    }

    var cells: [String] {
        [
            String(number), Output.time(createdAt), kind.rawValue, QuotaText.format(amount),
            balance.map(QuotaText.format) ?? "-", task ?? upload.map { "upload \($0)" } ?? "-",
            note.isEmpty ? "-" : note,
        ]
    }
}

/// An entry of an export, which tells whose it is.
struct ExportedEntryView: Encodable {
    let user: String
    let userId: UserID
    let view: LedgerEntryView

    init(_ exported: ExportedEntry) {
        user = exported.user
        userId = exported.entry.userID
        view = LedgerEntryView(exported.entry)
    }

    private enum CodingKeys: CodingKey { case user, userId }

    func encode(to encoder: any Encoder) throws {
        try view.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user, forKey: .user)
        try container.encode(userId, forKey: .userId)
    }
}
