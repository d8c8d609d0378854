import Domain
import GRDB

extension ImportRun {
    /// Gives new ids of ours to the rows that cannot keep theirs.
    ///
    /// - Returns: the largest one given out.
    func nameRows(_ rows: inout ImportRows) throws -> Int64? {
        try findRepeated(&rows)
        try findTaken(&rows)
        guard !rows.unnamed.isEmpty else { return nil }
        let last = try database.metaInteger(Meta.lastMjID)
        let first = try freeIDs(count: rows.unnamed.count, from: max(last + 1, now * 1_000))
        var next = first
        // In the order of their times, as ids grow.
        let olds = zip(rows.oldIDs, rows.times).filter { rows.unnamed[$0.0] != nil }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
        for old in olds {
            try database.run(
                "INSERT INTO fresh VALUES (?, ?, ?)",
                [old, rows.unnamed[old]?.rawValue, String(next)]
            )
            next += 1
        }
        return next - 1
    }

    /// Of rows with the same id the oldest keeps it: the one that new-api shows for it.
    private func findRepeated(_ rows: inout ImportRows) throws {
        let mjID = source.text("midjourneys", "mj_id")
        guard mjID != "''" else { return }
        let repeated = try database.select(
            """
            SELECT s.id FROM (SELECT mj_id, min(id) AS oldest FROM source.midjourneys \
            GROUP BY mj_id HAVING count(*) > 1) r \
            CROSS JOIN source.midjourneys s ON s.mj_id = r.mj_id AND s.id > r.oldest \
            CROSS JOIN plan p ON p.old = s.id
            """
        ) { $0.integer(0) }
        for old in repeated where rows.unnamed[old] == nil { rows.unnamed[old] = .repeated }
    }

    private func findTaken(_ rows: inout ImportRows) throws {
        guard source.text("midjourneys", "mj_id") != "''",
            try database.selectOne("SELECT 1 FROM main.tasks LIMIT 1", row: { _ in true }) != nil
        else { return }
        let taken = try database.select(
            """
            SELECT p.old FROM plan p CROSS JOIN source.midjourneys s ON s.id = p.old \
            CROSS JOIN main.tasks t INDEXED BY tasks_mj_id ON t.mj_id = s.mj_id
            """
        ) { $0.integer(0) }
        for old in taken where rows.unnamed[old] == nil { rows.unnamed[old] = .taken }
    }

    /// The first of `count` ids in a row, not before `start`, that no task has or keeps.
    private func freeIDs(count: Int, from start: Int64) throws -> Int64 {
        let hasIDs = source.text("midjourneys", "mj_id") != "''"
        let tables = hasIDs ? ["main.tasks", "source.midjourneys"] : ["main.tasks"]
        var first = start
        while let taken = try tables.compactMap({ table in
            // Texts of 16 digits are in the order of their numbers.
            try database.selectOne(
                """
                SELECT max(mj_id) FROM \(table) WHERE mj_id BETWEEN ? AND ? \
                AND length(mj_id) = 16 AND mj_id NOT GLOB '*[^0-9]*'
                """,
                String(first),
                String(first + Int64(count) - 1),
                row: { Int64($0.text(0)) }
            ) ?? nil
        }).max() { first = taken + 1 }
        return first
    }
}
