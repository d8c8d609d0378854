package import Domain

/// How much a user or a token may submit. Nil is the default of the settings for a user, and
/// unlimited for a token; 0 is unlimited for both.
package struct AccountLimits: Sendable, Equatable, Codable {
    package var submitsPerMinute: Int?
    package var concurrentTasks: Int?

    package init(submitsPerMinute: Int? = nil, concurrentTasks: Int? = nil) {
        self.submitsPerMinute = submitsPerMinute
        self.concurrentTasks = concurrentTasks
    }
}

/// Who owns tasks and pays for them.
package struct User: Sendable, Equatable, Codable {
    package var id: UserID
    package var name: String
    package var role: Role
    package var isEnabled: Bool
    package var group: String
    /// What is left, in quota units.
    package var quota: Int64
    /// What was spent and not refunded.
    package var spent: Int64
    package var limits: AccountLimits
    package var createdAt: Milliseconds
}

/// What may be changed of a user. Money is not: it has a ledger.
package enum UserChange: Sendable {
    case role(Role)
    case enabled(Bool)
    case group(String)
    /// Nil: the default of the settings; 0: unlimited.
    case submitsPerMinute(Int?)
    case concurrentTasks(Int?)
}

/// Which users are listed; nil: whichever.
package struct UserFilter: Sendable, Equatable {
    package var group: String?
    package var role: Role?
    package var isEnabled: Bool?

    package init(group: String? = nil, role: Role? = nil, isEnabled: Bool? = nil) {
        self.group = group
        self.role = role
        self.isEnabled = isEnabled
    }
}

/// How many tasks a user has.
package struct TaskCounts: Sendable, Equatable {
    package var all: Int
    /// Also those in MODAL.
    package var unfinished: Int
}

/// A credential of a user, without its secret.
package struct Token: Sendable, Equatable, Codable {
    package var id: TokenID
    package var userID: UserID
    package var name: String
    package var kind: TokenKind
    package var isEnabled: Bool
    /// 0: never.
    package var expiresAt: Milliseconds
    /// What it may still spend of its user's quota; nil: all.
    package var remaining: Int64?
    /// What was spent through it and not refunded.
    package var spent: Int64
    /// Empty: any.
    package var allowedActions: [TaskAction]
    /// Networks it may be used from, as CIDR; empty: any.
    package var allowedNetworks: [String]
    /// Prices and routes its tasks instead of the user's; nil: the user's.
    package var group: String?
    package var limits: AccountLimits
    package var createdAt: Milliseconds
}

/// What may be changed of a token. That it is revoked cannot: nobody knows who has it.
package enum TokenChange: Sendable {
    /// What it may spend from now on; nil: all that its user has.
    case remaining(Int64?)
    /// 0: never.
    case expiresAt(Milliseconds)
    /// Empty: any.
    case allowedActions([TaskAction])
    case allowedNetworks([String])
    /// Nil: the user's.
    case group(String?)
    /// Nil and 0: unlimited.
    case submitsPerMinute(Int?)
    case concurrentTasks(Int?)
}
