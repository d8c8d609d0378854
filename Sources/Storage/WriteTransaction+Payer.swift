package import Domain

/// Who pays: a user through a token that is let in, with what both have left and may do.
struct Payer {
    let user: UserID
    let token: TokenID
    /// Of the token's group, else of the user's, in millionths.
    let ratio: Int64
    let quota: Int64
    /// Nil: unlimited.
    let tokenQuota: Int64?
    /// With a blank between; empty: any.
    let allowedActions: String
    /// Of the user, then of the token.
    let limits: [Limits]

    struct Limits {
        enum Holder {
            case user, token
        }

        let holder: Holder
        let limits: SubmitLimits
        /// State of the rate.
        let next: Int64
    }

    func canPay(_ price: Int64) -> Bool {
        quota >= price && tokenQuota ?? price >= price
    }

    func mayDo(_ action: TaskAction) -> Bool { action.isAmong(allowedActions) }
}

extension TaskAction {
    /// - Parameter text: as a token has it: with a blank between; empty: all.
    fileprivate func isAmong(_ text: String) -> Bool {
        text.isEmpty
            || text.utf8.split(separator: UInt8(ascii: " "))
                .contains { $0.elementsEqual(rawValue.utf8) }
    }
}

extension Store {
    /// Whether a token may be used for `action`. What is charged looks for itself.
    package func mayDo(_ action: TaskAction, token: TokenID) throws(StorageError) -> Bool {
        try read("read what a token may do") { database in
            try database.selectOne("SELECT allowed_actions FROM tokens WHERE id = ?", token) {
                action.isAmong($0.text(0))
            } ?? false
        }
    }
}

extension WriteTransaction {
    /// Nil when the user or the token is not let in (any more).
    func payer(
        user: UserID,
        token: TokenID,
        now: Milliseconds,
        defaults: SubmitLimits
    ) throws -> Payer? {
        let found = try database.selectOne(Payer.columns, token, user) { row in
            (
                payer: Payer(row, user: user, token: token, defaults: defaults),
                isEnabled: row.bool(4) && row.bool(5), expiresAt: row.integer(6)
            )
        }
        guard let found, found.isEnabled, found.expiresAt == 0 || found.expiresAt > now else {
            return nil
        }
        return found.payer
    }

    /// The same of what is at work already: it is paid for even if its token ended meanwhile.
    func payer(of task: MidjourneyTask) throws -> Payer? {
        guard let token = task.tokenID else { return nil }
        return try database.selectOne(Payer.columns, token, task.userID) { row in
            Payer(row, user: task.userID, token: token, defaults: SubmitLimits())
        }
    }

    /// What an action costs `payer`; nil when it has no price. The price of the mode goes before
    /// that of any mode.
    func price(of action: TaskAction, mode: SpeedMode?, for payer: Payer) throws -> Int64? {
        let ofMode = try mode.flatMap { try base(of: action, mode: $0.rawValue) }
        return try (ofMode ?? base(of: action, mode: "")).flatMap {
            Price.charge(base: $0, ratio: payer.ratio)
        }
    }

    private func base(of action: TaskAction, mode: String) throws -> Int64? {
        try database.selectOne(
            "SELECT quota FROM prices WHERE action = ? AND mode = ?",
            action.rawValue,
            mode
        ) { $0.integer(0) }
    }

    /// The same where the channel may draw in any of several modes: the dearest price, and whose
    /// it is. Modes that cost the same leave it at `mode`.
    func price(
        of action: TaskAction,
        mode: SpeedMode?,
        amongst modes: Set<SpeedMode>,
        for payer: Payer
    ) throws -> (price: Int64, mode: SpeedMode?)? {
        guard !modes.isEmpty else {
            return try price(of: action, mode: mode, for: payer).map { ($0, mode) }
        }
        var prices: [(price: Int64, mode: SpeedMode)] = []
        for mode in SpeedMode.allCases where modes.contains(mode) {
            guard let price = try price(of: action, mode: mode, for: payer) else { return nil }
            prices.append((price, mode))
        }
        guard let dearest = prices.max(by: { $0.price < $1.price }) else { return nil }
        let areEqual = prices.allSatisfy { $0.price == dearest.price }
        return (dearest.price, areEqual ? mode : dearest.mode)
    }
}

extension Payer {
    fileprivate static let columns = """
        SELECT g.ratio, u.quota, t.remaining, t.allowed_actions, t.enabled, u.enabled, \
        t.expires_at, u.submits_per_minute, u.concurrent_tasks, u.next_submit_at, \
        t.submits_per_minute, t.concurrent_tasks, t.next_submit_at FROM tokens t \
        JOIN users u ON u.id = t.user_id JOIN groups g ON g.name = coalesce(t.grp, u.grp) \
        WHERE t.id = ? AND u.id = ?
        """

    fileprivate init(
        _ row: borrowing RawRow,
        user: UserID,
        token: TokenID,
        defaults: SubmitLimits
    ) {
        self.user = user
        self.token = token
        ratio = row.integer(0)
        quota = row.integer(1)
        tokenQuota = row.optionalInteger(2)
        allowedActions = row.text(3)
        let users = SubmitLimits(
            submitsPerMinute: row.optionalInteger(7).map { Int($0) } ?? defaults.submitsPerMinute,
            concurrentTasks: row.optionalInteger(8).map { Int($0) } ?? defaults.concurrentTasks
        )
        // The defaults are of users: a token has only limits of its own.
        let tokens = SubmitLimits(
            submitsPerMinute: Int(row.integer(10)),
            concurrentTasks: Int(row.integer(11))
        )
        limits = [
            Limits(holder: .user, limits: users, next: row.integer(9)),
            Limits(holder: .token, limits: tokens, next: row.integer(12)),
        ]
    }
}
