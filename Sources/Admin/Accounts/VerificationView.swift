import Administration
import Domain
import Storage

/// What a look at the whole ledger found.
struct VerificationView: Encodable {
    struct Difference: Encodable {
        let number: LedgerDifference.Number
        let user: String
        let userId: UserID
        @OrNull var tokenId: TokenID?
        @OrNull var task: String?
        @OrNull var upload: Int64?
        /// By the ledger, in quota units.
        let expected: Int64
        let found: Int64

        init(_ difference: LedgerDifference, user: String) {
            number = difference.number
            self.user = user
            userId = difference.userID
            tokenId = difference.tokenID
            task = difference.mjID
            upload = difference.uploadID
            expected = difference.expected
            found = difference.found
        }

        /// What the number is of.
        fileprivate var subject: String {
            switch number {
            case .userQuota: "quota"
            case .userSpent: "spent"
            case .tokenSpent: "spent by token \(tokenId.map { String($0) } ?? "-")"
            case .taskQuota: "cost of task \(task ?? "-")"
            case .uploadQuota: "cost of upload \(upload.map { String($0) } ?? "-")"
            }
        }
    }

    let agrees: Bool
    let differences: [Difference]

    init(_ found: [(difference: LedgerDifference, user: String)]) {
        differences = found.map { Difference($0.difference, user: $0.user) }
        agrees = differences.isEmpty
    }

    var text: String {
        guard !agrees else { return "All balances agree with the ledger.\n" }
        return TextTable(
            [
                .init("USER", isFlexible: true), .init("WHAT", isFlexible: true),
                .init("BY THE LEDGER", .right), .init("FOUND", .right),
            ],
            rows: differences.map {
                [
                    $0.user, $0.subject, QuotaText.format($0.expected), QuotaText.format($0.found),
                ]
            }
        ).text(width: Output.terminalWidth)
    }
}
