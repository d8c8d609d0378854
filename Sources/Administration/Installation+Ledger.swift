package import Domain
package import Storage

/// An entry of the ledger with what its export names beside it.
package struct ExportedEntry: Sendable {
    package static let csvTitles = [
        "user_id", "user", "number", "time", "kind", "amount", "balance", "task", "attempt",
        "upload", "token", "note",
    ]

    package var entry: LedgerEntry
    package var user: String

    package var csvFields: [String] {
        [
            String(entry.userID), user, String(entry.number), UTCTime.format(entry.createdAt),
            entry.kind.rawValue, String(entry.amount), entry.balance.map { String($0) } ?? "",
            entry.mjID ?? "", entry.attempt.map { String($0) } ?? "",
            entry.uploadID.map { String($0) } ?? "", entry.tokenID.map { String($0) } ?? "",
            entry.note,
        ]
    }
}

extension Installation {
    /// A page of a user's entries, newest first; and how many there are.
    package func ledger(of user: User, page: Int, pageSize: Int) throws(AdministrationError)
        -> (entries: [LedgerEntry], total: Int)
    {
        guard page > 0, (1...1_000).contains(pageSize) else {
            throw AdministrationError(
                .invalid,
                "show ledger: no such page",
                hint: "pages are counted from 1 and have 1 to 1000 entries"
            )
        }
        do {
            return try store.ledger(of: user.id, page: page, pageSize: pageSize)
        } catch {
            throw AdministrationError(error, action: "show ledger", hint: "")
        }
    }

    /// The entries of one task, newest first.
    package func ledger(of user: User, task mjID: String) throws(AdministrationError)
        -> [LedgerEntry]
    {
        do {
            return try store.ledger(of: user.id, task: mjID)
        } catch {
            throw AdministrationError(
                error,
                action: "show ledger of \(user.name)",
                hint: "“mjtask ledger show \(user.name)” shows the tasks that cost something"
            )
        }
    }

    /// What the ledger says otherwise, with the names of those whose money it is.
    package func verifyLedger() throws(AdministrationError)
        -> [(difference: LedgerDifference, user: String)]
    {
        do {
            var found: [(difference: LedgerDifference, user: String)] = []
            for difference in try store.verifyLedger() {
                found.append((difference, try store.user(difference.userID).name))
            }
            return found
        } catch {
            throw AdministrationError(error, action: "verify ledger", hint: "")
        }
    }

    /// Hands out every entry by user and number, each with the quota after it, a page at a time:
    /// however many there are, few are held, and no reading keeps the database's log from being
    /// emptied. Entries that are made meanwhile may or may not be among them, which an `until` in
    /// the past excludes.
    ///
    /// - Parameters:
    ///   - user: nil: all users.
    ///   - since: The first time; nil: from the beginning.
    ///   - until: The last time; nil: to the end.
    ///   - pageSize: How many are held.
    package func exportLedger(
        of user: User?,
        since: Milliseconds?,
        until: Milliseconds?,
        pageSize: Int = 1_000,
        to take: ([ExportedEntry]) throws -> Void
    ) throws {
        let isWanted = { (entry: LedgerEntry) in
            entry.createdAt >= since ?? .min && entry.createdAt <= until ?? .max
        }
        if let user {
            try export(user, where: isWanted, pageSize: pageSize, to: take)
        } else {
            var last: UserID = 0
            while true {
                let page = try users(after: last, limit: pageSize)
                for user in page {
                    try export(user, where: isWanted, pageSize: pageSize, to: take)
                }
                guard let end = page.last else { return }
                last = end.id
            }
        }
    }

    private func export(
        _ user: User,
        where isWanted: (LedgerEntry) -> Bool,
        pageSize: Int,
        to take: ([ExportedEntry]) throws -> Void
    ) throws {
        var last = 0
        var balance: Int64 = 0
        while true {
            let page: [LedgerEntry]
            do {
                page = try store.ledger(of: user.id, after: last, limit: pageSize)
            } catch {
                throw AdministrationError(error, action: "export ledger", hint: "")
            }
            guard let end = page.last else { return }
            var taken: [ExportedEntry] = []
            for var entry in page {
                balance += entry.amount
                entry.balance = balance
                if isWanted(entry) {
                    taken.append(ExportedEntry(entry: entry, user: user.name))
                }
            }
            if !taken.isEmpty { try take(taken) }
            last = end.number
        }
    }
}
