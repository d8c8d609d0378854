package import Domain

/// One change of a user's quota. Entries are only ever added.
package struct LedgerEntry: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// An administrator's gift, or payment.
        case grant
        /// What a task or an upload costs.
        case charge
        /// What it cost, given back.
        case refund
        /// An administrator's correction.
        case adjust
    }

    package var userID: UserID
    /// Counts the user's entries: 1, 2, 3 …
    package var number: Int
    package var kind: Kind
    /// What is added to the quota; negative: taken from it.
    package var amount: Int64
    /// The quota after it; nil where that would have to be summed up.
    package var balance: Int64?
    package var tokenID: TokenID?
    /// The `mj_id` of the task it is for.
    package var mjID: String?
    /// Which of the task's charges it is, or gives back.
    package var attempt: Int?
    package var uploadID: Int64?
    /// An administrator's reason.
    package var note: String
    package var createdAt: Milliseconds
}
