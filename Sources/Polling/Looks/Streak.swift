import Domain

/// How often in a row, and since when, something was the case.
struct Streak: Sendable, Equatable {
    private var count = 0
    private var since: Milliseconds = 0

    mutating func extend(at now: Milliseconds) {
        if count == 0 { since = now }
        count += 1
    }

    mutating func end() {
        count = 0
    }

    /// Whether it happened `looks` times at least, over `grace` at least: three quick looks in a
    /// second prove as little as two that lie an hour apart.
    func hasLasted(looks: Int, grace: Duration, at now: Milliseconds) -> Bool {
        count >= max(1, looks) && now - since >= grace.milliseconds
    }
}
