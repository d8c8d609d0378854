/// What an import did, or (dry run) would do.
package struct ImportReport: Sendable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case group, price, user, token, channel, task
    }

    package struct Counts: Sendable, Equatable {
        package var added = 0
        /// Brought by an earlier import, or the same already.
        package var present = 0
        package var skipped = 0
        /// Of what was added: not all of it is as in the source.
        package var changed = 0
    }

    /// Why a row is not here, or not as it was.
    package struct Remark: Sendable, Equatable {
        package enum Outcome: String, Sendable, Codable {
            case skipped, changed
        }

        package var kind: Kind
        package var outcome: Outcome
        /// In new-api; nil for what has a name only.
        package var oldID: Int64?
        /// Of users, tokens, channels, groups and prices.
        package var name: String
        /// One of few texts, so that rows can be counted by it.
        package var reason: String
        /// What is particular to this row; empty: nothing.
        package var detail: String
    }

    /// The name its rows are remembered under.
    package var source = ""
    package var isDryRun = false
    package private(set) var counts: [Kind: Counts] = [:]
    package private(set) var remarks: [Remark] = []

    init() {}

    package func counts(of kind: Kind) -> Counts { counts[kind] ?? Counts() }

    mutating func added(_ kind: Kind, _ count: Int = 1) {
        counts[kind, default: .init()].added += count
    }

    mutating func present(_ kind: Kind, _ count: Int = 1) {
        counts[kind, default: .init()].present += count
    }

    mutating func skipped(
        _ kind: Kind,
        _ oldID: Int64?,
        _ name: String,
        _ reason: String,
        detail: String = ""
    ) {
        counts[kind, default: .init()].skipped += 1
        remarks.append(
            Remark(
                kind: kind,
                outcome: .skipped,
                oldID: oldID,
                name: name,
                reason: reason,
                detail: detail
            )
        )
    }

    mutating func changed(
        _ kind: Kind,
        _ oldID: Int64?,
        _ name: String,
        _ reason: String,
        detail: String = ""
    ) {
        remarks.append(
            Remark(
                kind: kind,
                outcome: .changed,
                oldID: oldID,
                name: name,
                reason: reason,
                detail: detail
            )
        )
    }

    /// Counts each changed row once, however much of it changed.
    mutating func countChanges() {
        struct Row: Hashable {
            var kind: Kind
            var oldID: Int64?
            var name: String
        }
        var rows: Set<Row> = []
        for remark in remarks where remark.outcome == .changed {
            let row = Row(
                kind: remark.kind,
                oldID: remark.oldID,
                name: remark.oldID == nil ? remark.name : ""
            )
            if rows.insert(row).inserted { counts[remark.kind, default: .init()].changed += 1 }
        }
    }
}
