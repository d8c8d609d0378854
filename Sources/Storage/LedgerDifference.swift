package import Domain

/// A number that is not what the ledger says it is.
package struct LedgerDifference: Sendable, Equatable, Codable {
    package enum Number: String, Sendable, Codable, CaseIterable {
        /// What a user has left.
        case userQuota = "user_quota"
        /// What a user spent and was not refunded.
        case userSpent = "user_spent"
        /// The same of a token.
        case tokenSpent = "token_spent"
        /// What a task cost; what failed must have cost nothing.
        case taskQuota = "task_quota"
        /// The same of an upload.
        case uploadQuota = "upload_quota"
    }

    package var number: Number
    /// Whose money it is.
    package var userID: UserID
    /// Only of ``Number/tokenSpent``.
    package var tokenID: TokenID?
    /// Only of ``Number/taskQuota``.
    package var mjID: String?
    /// Only of ``Number/uploadQuota``.
    package var uploadID: Int64?
    /// By the ledger, in quota units.
    package var expected: Int64
    package var found: Int64

    package init(
        _ number: Number,
        userID: UserID,
        tokenID: TokenID? = nil,
        mjID: String? = nil,
        uploadID: Int64? = nil,
        expected: Int64,
        found: Int64
    ) {
        self.number = number
        self.userID = userID
        self.tokenID = tokenID
        self.mjID = mjID
        self.uploadID = uploadID
        self.expected = expected
        self.found = found
    }
}
