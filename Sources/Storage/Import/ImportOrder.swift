import Domain
import GRDB

/// Where new rows come among the tasks that are there, so that all are in the order of
/// (submit_time, id), for each user and for everybody.
///
/// Only what is not older than the oldest new row can move: all else keeps its ordinals.
struct ImportOrder {
    /// What the rows are given, in the order of `ImportRows`.
    var ids: [Int64]
    var ordinals: [Int64]
    var userOrdinals: [Int64]
    /// Tasks of ours that get other ordinals.
    var moves: [Move] = []
    /// The number of all tasks, after the import.
    var total: Int64

    struct Move {
        var user: UserID
        var oldUserOrdinal: Int64
        var userOrdinal: Int64
        var ordinal: Int64
    }

    /// A task of ours that is as new as the oldest new row, or newer.
    struct Present {
        var user: UserID
        var userOrdinal: Int64
        var id: Int64
        var ordinal: Int64
        var time: Milliseconds
    }

    /// - Parameters:
    ///   - times: Of the new rows, whose ids are `ids`.
    ///   - owners: Our users of them.
    ///   - present: In the order of their ordinals.
    ///   - older: How many tasks a user (nil: everybody) has before all of those.
    init(
        ids: [Int64],
        times: [Milliseconds],
        owners: [UserID],
        present: [Present],
        older: (UserID?) throws -> Int64
    ) rethrows {
        self.ids = ids
        ordinals = [Int64](repeating: 0, count: ids.count)
        userOrdinals = ordinals
        let order = ids.indices.sorted { (times[$0], ids[$0]) < (times[$1], ids[$1]) }
        var ordinal = try older(nil)
        var userOrdinal: [UserID: Int64] = [:]
        func next(of user: UserID) throws -> Int64 {
            let number = try (userOrdinal[user] ?? older(user)) + 1
            userOrdinal[user] = number
            return number
        }
        var waiting = present[...]
        func place(_ task: Present) throws -> Move? {
            ordinal += 1
            let number = try next(of: task.user)
            guard number != task.userOrdinal || ordinal != task.ordinal else { return nil }
            return Move(
                user: task.user,
                oldUserOrdinal: task.userOrdinal,
                userOrdinal: number,
                ordinal: ordinal
            )
        }
        var moves: [Move] = []
        for index in order {
            while let task = waiting.first, (task.time, task.id) < (times[index], ids[index]) {
                if let move = try place(task) { moves.append(move) }
                waiting.removeFirst()
            }
            ordinal += 1
            ordinals[index] = ordinal
            userOrdinals[index] = try next(of: owners[index])
        }
        for task in waiting {
            if let move = try place(task) { moves.append(move) }
        }
        self.moves = moves
        total = ordinal
    }
}

extension ImportRun {
    func order(_ rows: ImportRows, owners: [UserID]) throws -> ImportOrder {
        let oldest = rows.times.min() ?? 0
        let present = try database.select(
            """
            SELECT user_id, user_ordinal, id, ordinal, submit_time FROM tasks INDEXED BY tasks_time \
            WHERE submit_time >= ? ORDER BY submit_time, ordinal
            """,
            oldest
        ) { row in
            ImportOrder.Present(
                user: row.integer(0),
                userOrdinal: row.integer(1),
                id: row.integer(2),
                ordinal: row.integer(3),
                time: row.integer(4)
            )
        }
        return try ImportOrder(
            ids: try newIDs(of: rows),
            times: rows.times,
            owners: owners,
            present: present
        ) { user in
            let last =
                if let user {
                    try database.selectOne(ListSQL.userLastUntil, user, oldest - 1) {
                        $0.integer(0)
                    }
                } else {
                    try database.selectOne(ListSQL.lastUntil, oldest - 1) { $0.integer(0) }
                }
            return last ?? 0
        }
    }

    /// The old ids where none of them is a task's here, else all of them moved up by as much as it
    /// takes: what was in the order of its ids still is.
    private func newIDs(of rows: ImportRows) throws -> [Int64] {
        guard let first = rows.oldIDs.first, let last = rows.oldIDs.last else { return [] }
        let isFree =
            try first > 0
            && last < Self.largestID
            && database.selectOne(
                "SELECT 1 FROM tasks INDEXED BY tasks_id WHERE id BETWEEN ? AND ? LIMIT 1",
                first,
                last,
                row: { _ in true }
            ) == nil
        if isFree { return rows.oldIDs }
        var next = try database.metaInteger(Meta.lastTaskID)
        return rows.oldIDs.map { _ in
            next += 1
            return next
        }
    }

    /// JavaScript's numbers are exact so far.
    private static let largestID: Int64 = 1 << 53
}
