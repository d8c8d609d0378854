import Administration
import Storage

/// What an import did, as commands show it: counts, and reasons with a few examples of each.
struct ImportReportView: Encodable {
    struct Counts: Encodable {
        let kind: ImportReport.Kind
        let added: Int
        let present: Int
        let skipped: Int
        let changed: Int
    }

    struct Reason: Encodable {
        let kind: ImportReport.Kind
        let outcome: ImportReport.Remark.Outcome
        let reason: String
        var rows = 0
        /// Old ids or names, of the first rows.
        var examples: [String] = []
    }

    private static let examples = 5

    let source: String
    let dryRun: Bool
    let counts: [Counts]
    let reasons: [Reason]

    init(_ report: ImportReport) {
        source = report.source
        dryRun = report.isDryRun
        counts = ImportReport.Kind.allCases.map { kind in
            let counts = report.counts(of: kind)
            return Counts(
                kind: kind,
                added: counts.added,
                present: counts.present,
                skipped: counts.skipped,
                changed: counts.changed
            )
        }
        var order: [[String]] = []
        var reasons: [[String]: Reason] = [:]
        for remark in report.remarks {
            let key = [remark.kind.rawValue, remark.outcome.rawValue, remark.reason]
            if reasons[key] == nil {
                order.append(key)
                reasons[key] = Reason(
                    kind: remark.kind,
                    outcome: remark.outcome,
                    reason: remark.reason
                )
            }
            reasons[key]?.rows += 1
            if let found = reasons[key], found.examples.count < Self.examples {
                reasons[key]?.examples.append(remark.example)
            }
        }
        self.reasons = order.compactMap { reasons[$0] }
    }

    var text: String {
        let numbers = TextTable(
            [
                .init(""), .init("ADDED", .right), .init("ALREADY THERE", .right),
                .init("SKIPPED", .right), .init("CHANGED", .right),
            ],
            rows: counts.map { counts in
                ["\(counts.kind.rawValue)s"]
                    + [counts.added, counts.present, counts.skipped, counts.changed]
                    .map { QuotaText.grouped(Int64($0)) }
            }
        )
        let head = dryRun ? "Dry run: nothing was changed.\n" : ""
        let text = head + "Source “\(source)”\n" + numbers.text(width: Output.terminalWidth)
        guard !reasons.isEmpty else { return text }
        let table = TextTable(
            [
                .init("ROWS", .right), .init(""), .init(""), .init("WHY", isFlexible: true),
                .init("SUCH AS", isFlexible: true),
            ],
            rows: reasons.map { reason in
                [
                    QuotaText.grouped(Int64(reason.rows)), reason.kind.rawValue,
                    reason.outcome.rawValue, reason.reason,
                    reason.examples.joined(separator: ", ")
                        + (reason.rows > reason.examples.count ? ", …" : ""),
                ]
            }
        )
        return text + "\n" + table.text(width: Output.terminalWidth)
    }
}

extension ImportReport.Remark {
    fileprivate var example: String {
        let who = [oldID.map(String.init) ?? "", name].filter { !$0.isEmpty }
            .joined(separator: " ")
        return detail.isEmpty ? who : "\(who) → \(detail)"
    }
}
