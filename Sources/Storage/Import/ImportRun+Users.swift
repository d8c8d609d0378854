import Domain
import Foundation
import GRDB

extension ImportRun {
    /// The most quota that is taken over, so that no sum of balances can overflow.
    static let largestQuota = Quota.largest

    /// Ids that are kept if they are free: what is added later gets ids above the largest.
    static let keptIDs: ClosedRange<Int64> = 1...1_000_000_000

    func importUsers() throws {
        let known = try imported(.user)
        let ours = try names(in: "users")
        var ids = try ids(in: "users")
        var taken = ours
        var added: [ImportedUser] = []
        for user in try ImportedUser.all(database, source) {
            if let id = known[user.id] {
                report.present(.user)
                if try isStranger(user, as: id) {
                    strangers.insert(user.id)
                    report.skipped(
                        .user,
                        user.id,
                        user.name,
                        "its id was somebody else's when it was imported: left out, with its tokens and tasks"
                    )
                } else {
                    users[user.id] = id
                    try importAccessToken(of: user, id: id)
                }
            } else if user.isDeleted {
                report.skipped(.user, user.id, user.name, "deleted in new-api")
            } else {
                added.append(user)
            }
        }
        // Dashboards send the id with each request: whoever can keep theirs comes first, before
        // new ids are given out.
        let keeping = added.filter { Self.keptIDs.contains($0.id) && ids.insert($0.id).inserted }
        let kept = Set(keeping.map(\.id))
        for user in keeping + added.filter({ !kept.contains($0.id) }) {
            try add(user, keepsID: kept.contains(user.id), taken: &taken)
        }
    }

    /// Whether the account that the id stood for is another one by now: both its name and the time
    /// it was made (which newer versions keep) differ.
    private func isStranger(_ user: ImportedUser, as id: UserID) throws -> Bool {
        let isSame = try database.selectOne("SELECT name, created_at FROM users WHERE id = ?", id) {
            ImportName.isMade($0.text(0), from: user.name)
                || ImportTime.milliseconds(user.createdAt) == $0.integer(1)
        }
        return !(isSame ?? false)
    }

    private func add(_ user: ImportedUser, keepsID: Bool, taken: inout Set<String>) throws {
        let name = name(user.name, orElse: "user-\(user.id)", taken: &taken)
        if name != user.name {
            report.changed(
                .user,
                user.id,
                user.name,
                "renamed: the name is taken or not allowed",
                detail: name
            )
        }
        let role = Role(rawValue: Int(user.role))
        if role == nil {
            report.changed(.user, user.id, name, "its role does not exist, and is common now")
        }
        if user.quota < 0 || user.quota > Self.largestQuota {
            report.changed(
                .user,
                user.id,
                name,
                "its quota is out of range, and was brought to the nearest end",
                detail: "\(user.quota)"
            )
        }
        let id = try insertUser(
            id: keepsID ? user.id : nil,
            name: name,
            role: role ?? .common,
            isEnabled: user.status == 1,
            group: try group(user.group.isEmpty ? "default" : user.group),
            createdAt: ImportTime.milliseconds(user.createdAt) ?? now
        )
        try grant(min(max(user.quota, 0), Self.largestQuota), to: id)
        if id != user.id {
            report.changed(
                .user,
                user.id,
                name,
                "has another id, which New-Api-User must name",
                detail: "\(id)"
            )
        }
        try remember(.user, user.id, as: id)
        users[user.id] = id
        touchedUsers.insert(id)
        report.added(.user)
        try importAccessToken(of: user, id: id)
    }

    func insertUser(
        id: UserID?,
        name: String,
        role: Role,
        isEnabled: Bool,
        group: String,
        createdAt: Milliseconds
    ) throws -> UserID {
        try database.run(
            """
            INSERT INTO users (id, name, role, enabled, grp, quota, created_at) \
            VALUES (?, ?, ?, ?, ?, 0, ?)
            """,
            [id, name, role.rawValue, isEnabled, group, createdAt]
        )
        return database.lastInsertedRowID
    }

    private func grant(_ amount: Int64, to user: UserID) throws {
        guard amount > 0 else { return }
        try database.run("UPDATE users SET quota = quota + ? WHERE id = ?", [amount, user])
        try database.run(
            """
            INSERT INTO ledger (user_id, number, kind, amount, note, created_at) \
            VALUES (?1, \(LedgerSQL.nextNumber), 'grant', ?2, ?3, ?4)
            """,
            [user, amount, note, now]
        )
    }

    /// Of entries in the ledger.
    var note: String { "imported (\(report.source))" }

    /// An access token has no row of its own there: it is remembered by the user's negative id.
    private func importAccessToken(of user: ImportedUser, id: UserID) throws {
        let secret = user.accessToken.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else { return }
        let isKnown = try database.selectOne(
            "SELECT 1 FROM imported WHERE source = ? AND kind = 'token' AND old_id = ?",
            report.source,
            -user.id
        ) { _ in true }
        guard isKnown == nil else {
            report.present(.token)
            return
        }
        let token = NewToken(
            userID: id,
            kind: .accessToken,
            name: "access token",
            hash: request.hash(secret),
            createdAt: now
        )
        if let tokenID = try insert(token) {
            try remember(.token, -user.id, as: tokenID)
            report.added(.token)
        } else {
            report.skipped(.token, nil, user.name, "the same access token is here already")
        }
    }
}
