import Domain
import GRDB

extension ImportRun {
    /// Tasks whose user is gone are kept, under an account that nobody can use: an operator's
    /// history stays whole, and no one else's list shows them.
    ///
    /// It is remembered by -1 minus the old id, because new-api may give that id to somebody new.
    func makePlaceholders(for rows: ImportRows) throws {
        let known = try imported(.user)
        var ids = try ids(in: "users")
        var taken = try names(in: "users")
        for old in Set(rows.users).subtracting(users.keys).sorted() {
            if let id = known[-1 - old] {
                placeholders[old] = id
                continue
            }
            let name = ImportName.unused(old == 0 ? "unknown" : "deleted-\(old)", taken: &taken)
            let keepsID = Self.keptIDs.contains(old) && ids.insert(old).inserted
            let id = try insertUser(
                id: keepsID ? old : nil,
                name: name,
                role: .common,
                isEnabled: false,
                group: try group("default"),
                createdAt: now
            )
            ids.insert(id)
            try remember(.user, -1 - old, as: id)
            placeholders[old] = id
            touchedUsers.insert(id)
            report.added(.user)
            report.changed(
                .user,
                old,
                name,
                "is gone in new-api: a disabled account keeps its tasks"
            )
        }
    }
}
