import CSQLite
import Domain
import GRDB

extension ImportRun {
    func importTasks() throws {
        var rows = try readRows()
        try importChannels(usedBy: rows)
        try makePlaceholders(for: rows)
        guard rows.count > 0 else { return }
        request.progress(ImportProgress(.order, 0, of: 3))
        let owners = rows.users.map { users[$0] ?? placeholders[$0] ?? 0 }
        let adopted = try settleUnfinished(&rows)
        let order = try order(rows, owners: owners)
        request.progress(ImportProgress(.order, 1, of: 3))
        try makeMaps()
        try makePlan(rows, owners, order)
        request.progress(ImportProgress(.order, 2, of: 3))
        let lastMjID = try nameRows(&rows)
        try reportRows(rows, owners)
        touchedUsers.formUnion(owners)
        touchedUsers.formUnion(order.moves.map(\.user))
        guard !request.isDryRun else { return }
        try copyRows(rows, order)
        try bill(adopted)
        try database.run(
            "UPDATE meta SET value = max(value, ?) WHERE key = ?",
            [order.ids.max() ?? 0, Meta.lastTaskID]
        )
        if let lastMjID {
            try database.run(
                "UPDATE meta SET value = max(value, ?) WHERE key = ?",
                [lastMjID, Meta.lastMjID]
            )
        }
    }

    /// The tables that statements which copy rows look old ids up in.
    private func makeMaps() throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE token_map (old INTEGER PRIMARY KEY, new INTEGER);
                CREATE TEMP TABLE channel_map (old INTEGER PRIMARY KEY, new INTEGER);
                """
        )
        for (old, new) in tokens {
            try database.run("INSERT INTO token_map VALUES (?, ?)", [old, new])
        }
        for (old, new) in channels {
            try database.run("INSERT INTO channel_map VALUES (?, ?)", [old, new.id])
        }
    }

    /// One row for each new one: where it comes, and what becomes of it.
    private func makePlan(_ rows: ImportRows, _ owners: [UserID], _ order: ImportOrder) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE plan (old INTEGER PRIMARY KEY, id INTEGER, user INTEGER,
                    user_ordinal INTEGER, ordinal INTEGER, time INTEGER, state INTEGER);
                CREATE TEMP TABLE moved (user INTEGER, old_user_ordinal INTEGER,
                    user_ordinal INTEGER, ordinal INTEGER,
                    PRIMARY KEY (user, old_user_ordinal)) WITHOUT ROWID;
                CREATE TEMP TABLE fresh (old INTEGER PRIMARY KEY, reason INTEGER, mj_id TEXT);
                """
        )
        try database.insertIntegers("INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?, ?)") { insert in
            for index in rows.oldIDs.indices {
                try insert([
                    rows.oldIDs[index], order.ids[index], owners[index], order.userOrdinals[index],
                    order.ordinals[index], rows.times[index], rows.states[index].rawValue,
                ])
            }
        }
        try database.insertIntegers("INSERT INTO moved VALUES (?, ?, ?, ?)") { insert in
            for move in order.moves {
                try insert([move.user, move.oldUserOrdinal, move.userOrdinal, move.ordinal])
            }
        }
    }

    private func reportRows(_ rows: ImportRows, _ owners: [UserID]) throws {
        report.added(.task, rows.count)
        for (old, reason) in rows.unnamed.sorted(by: { $0.key < $1.key }) {
            report.changed(.task, old, "", reason.text)
        }
        for (old, remark) in rows.remarks {
            report.changed(.task, old, "", remark)
        }
        for (index, old) in rows.oldIDs.enumerated() where rows.states[index] == .ended {
            report.changed(.task, old, "", "was not finished, and ends as FAILURE without a refund")
        }
    }
}
