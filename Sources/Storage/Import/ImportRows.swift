import Domain
import GRDB

/// What an import must know of each new row to place it, in the order of their old ids. The rest
/// is copied from table to table.
struct ImportRows {
    /// What becomes of a row.
    enum State: Int64 {
        case success, failure, cancel
        /// Not finished, and followed on.
        case submitted, inProgress, modal
        /// Not finished, and ended by the import.
        case ended

        var isUnfinished: Bool {
            switch self {
            case .submitted, .inProgress, .modal: true
            default: false
            }
        }
    }

    var oldIDs: [Int64] = []
    /// Old ids of users and channels; 0: none.
    var users: [Int64] = []
    var channels: [Int64] = []
    var times: [Milliseconds] = []
    var states: [State] = []
    /// Rows whose `mj_id` cannot be kept as it stands.
    var unnamed: [Int64: UnnamedReason] = [:]
    /// What else of a row is not as it was.
    var remarks: [(oldID: Int64, text: String)] = []

    enum UnnamedReason: Int64 {
        case empty = 1
        case implausible, repeated, taken

        var text: String {
            switch self {
            case .empty: "had no mj_id, and has a new one"
            case .implausible: "no client can ask for its mj_id, so it has a new one"
            case .repeated: "an older row has its mj_id, so it has a new one"
            case .taken: "its mj_id is another task's here, so it has a new one"
            }
        }
    }

    var count: Int { oldIDs.count }
}

extension ImportRun {
    /// Reads the rows that no earlier import brought.
    func readRows() throws -> ImportRows {
        var rows = ImportRows()
        guard source.has("midjourneys") else { return rows }
        let total = try database.selectOne("SELECT count(*) FROM source.midjourneys") {
            Int($0.integer(0))
        }
        var seen = 0
        try database.each(rowsSQL, report.source) { row in
            seen += 1
            if seen.isMultiple(of: 16_384) {
                request.progress(ImportProgress(.reading, seen, of: total ?? seen))
            }
            let oldID = row.integer(0)
            guard !row.bool(1) else {
                report.present(.task)
                return
            }
            let user = max(row.integer(2), 0)
            guard !strangers.contains(user) else {
                report.skipped(.task, oldID, "", "its user's id was somebody else's")
                return
            }
            rows.oldIDs.append(oldID)
            rows.users.append(user)
            rows.channels.append(max(row.integer(3), 0))
            let (time, remark) = submitTime(row.integer(4))
            rows.times.append(time)
            if let remark { rows.remarks.append((oldID, remark)) }
            rows.states.append(ImportRows.State(rawValue: row.integer(5) % 10) ?? .ended)
            if row.integer(5) >= ImportSQL.guessed {
                rows.remarks.append((oldID, "its state is not known here: told by its picture"))
            }
            if row.integer(6) != 0 {
                rows.unnamed[oldID] = ImportRows.UnnamedReason(rawValue: row.integer(6))
            }
        }
        return rows
    }

    /// new-api takes over what servers say, which for some is seconds; later than now would hold
    /// up the times of all later tasks.
    private func submitTime(_ stored: Int64) -> (Milliseconds, remark: String?) {
        let time = ImportSQL.secondRange.contains(stored) ? stored * 1_000 : stored
        if time < 0 { return (0, "its submit time was negative, and is 0 now") }
        if time > now { return (now, "its submit time was in the future, and is now") }
        return (time, time == stored ? nil : "its submit time was in seconds")
    }

    private static let isPresent = """
        EXISTS (SELECT 1 FROM imported i WHERE i.source = ?1 AND i.kind = 'task' \
        AND i.old_id = s.id)
        """

    private var rowsSQL: String {
        """
        SELECT s.id, \(isFirst ? "?1 IS NULL" : Self.isPresent), \(source.integer("midjourneys", "user_id")), \
        \(source.integer("midjourneys", "channel_id")), \
        \(source.integer("midjourneys", "submit_time")), \(ImportSQL.state(source)), \
        \(ImportSQL.unnamed(source)) FROM source.midjourneys s ORDER BY s.id
        """
    }
}
