import Domain
import GRDB

/// An unfinished task that is followed on.
struct AdoptedTask {
    var oldID: Int64
    /// What it holds of its user's quota.
    var charged: Int64
    var tokenID: TokenID?
}

extension ImportRun {
    /// Decides which unfinished rows are followed on: those whose channel may still know them. The
    /// others end.
    func settleUnfinished(_ rows: inout ImportRows) throws -> [AdoptedTask] {
        var adopted: [AdoptedTask] = []
        var seen: Set<[String]> = []
        let deadline = now - Milliseconds(request.taskDeadline / .milliseconds(1))
        for index in rows.oldIDs.indices where rows.states[index].isUnfinished {
            let channel = channels[rows.channels[index]]
            guard rows.times[index] > deadline, let channel, channel.isReal,
                users[rows.users[index]] != nil,
                let (task, mjID) = try unfinished(rows.oldIDs[index]), !mjID.isEmpty,
                seen.insert([String(channel.id), mjID]).inserted
            else {
                rows.states[index] = .ended
                continue
            }
            adopted.append(task)
        }
        return adopted
    }

    private func unfinished(_ oldID: Int64) throws -> (AdoptedTask, mjID: String)? {
        try database.selectOne(
            """
            SELECT \(ImportSQL.quota(source)), \(source.integer("midjourneys", "code")), \
            \(source.text("midjourneys", "action")), \(source.integer("midjourneys", "token_id")), \
            \(source.text("midjourneys", "mj_id")) FROM source.midjourneys s WHERE s.id = ?
            """,
            oldID
        ) { row in
            // Before it marked charges, new-api kept the price also where it took nothing.
            let isCharged =
                source.marksCharges
                || [1, 21, 22].contains(row.integer(1))
                    && !["INPAINT", "CUSTOM_ZOOM"].contains(row.text(2))
            return (
                AdoptedTask(
                    oldID: oldID,
                    charged: isCharged ? row.integer(0) : 0,
                    tokenID: tokens[row.integer(3)]
                ), row.text(4)
            )
        }
    }

    /// What an unfinished task cost was taken in new-api, and is not in the quota that came from
    /// there: it is granted and charged here, so that a refund gives back just that.
    func bill(_ adopted: [AdoptedTask]) throws {
        for adopted in adopted where adopted.charged > 0 {
            let task = try database.selectOne(
                "SELECT id, user FROM temp.plan WHERE old = ?",
                adopted.oldID
            ) { (id: $0.integer(0), user: $0.integer(1)) }
            guard let task else { continue }
            // Anything may stand in a column: nobody pays through another's token.
            let token = try database.selectOne(
                "SELECT id FROM tokens WHERE id = ? AND user_id = ?",
                adopted.tokenID,
                task.user
            ) { $0.integer(0) }
            try database.run(
                "UPDATE users SET spent = spent + ? WHERE id = ?",
                [adopted.charged, task.user]
            )
            try database.run(
                "UPDATE tokens SET spent = spent + ? WHERE id = ?",
                [adopted.charged, token]
            )
            try database.run(
                """
                INSERT INTO ledger (user_id, number, kind, token_id, task_id, attempt, amount, \
                note, created_at) \
                SELECT ?1, n, kind, token, task, attempt, amount, ?2, ?3 FROM ( \
                SELECT \(LedgerSQL.nextNumber) AS n, 'grant' AS kind, NULL AS token, NULL AS task, \
                NULL AS attempt, ?4 AS amount UNION ALL \
                SELECT \(LedgerSQL.nextNumber) + 1, 'charge', ?5, ?6, 1, -?4)
                """,
                [task.user, note, now, adopted.charged, token, task.id]
            )
        }
    }
}
