import Domain

/// Who pays: a user through a token that is let in, with what both have left.
struct Payer {
    /// Of the token's group, else of the user's, in millionths.
    var ratio: Int64
    var quota: Int64
    /// Nil: unlimited.
    var tokenQuota: Int64?

    func canPay(_ price: Int64) -> Bool {
        quota >= price && tokenQuota ?? price >= price
    }
}

extension WriteTransaction {
    /// Nil when the user or the token is not let in (any more).
    func payer(user: UserID, token: TokenID, now: Milliseconds) throws -> Payer? {
        try database.selectOne(
            """
            SELECT g.ratio, u.quota, t.remaining FROM tokens t \
            JOIN users u ON u.id = t.user_id JOIN groups g ON g.name = coalesce(t.grp, u.grp) \
            WHERE t.id = ? AND u.id = ? AND t.enabled AND u.enabled \
            AND (t.expires_at = 0 OR t.expires_at > ?)
            """,
            token,
            user,
            now
        ) { row in
            Payer(
                ratio: row.integer(0),
                quota: row.integer(1),
                tokenQuota: row.optionalInteger(2)
            )
        }
    }

    /// What an action costs `payer`; nil when it has no price. The price of the mode goes before
    /// that of any mode.
    func price(of action: TaskAction, mode: SpeedMode?, for payer: Payer) throws -> Int64? {
        let base = try database.selectOne(
            """
            SELECT quota FROM prices WHERE action = ? AND mode IN ('', ?) \
            ORDER BY mode DESC LIMIT 1
            """,
            action.rawValue,
            mode?.rawValue ?? ""
        ) { $0.integer(0) }
        return base.flatMap { Price.charge(base: $0, ratio: payer.ratio) }
    }
}
