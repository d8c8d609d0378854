import Administration
import Storage

/// The file that every remark of an import is written to.
struct ImportReportFile {
    private static let titles = ["kind", "old_id", "name", "outcome", "reason", "detail"]

    private let file: RecordFile
    private let isJSON: Bool

    init(_ path: String) throws(AdministrationError) {
        file = try RecordFile(
            path,
            remedy: "the import itself is done; run it again for a report of what is left out"
        )
        isJSON = path.hasSuffix(".json")
    }

    func write(_ report: ImportReport) throws(AdministrationError) {
        var array = JSONArray()
        if !isJSON { try file.write(CSV.record(Self.titles)) }
        for remark in report.remarks {
            try file.write(
                isJSON ? array.text(of: [Row(remark)]) : CSV.record(Self.fields(of: remark))
            )
        }
        if isJSON { try file.write(array.end) }
        try file.close()
    }

    private static func fields(of remark: ImportReport.Remark) -> [String] {
        [
            remark.kind.rawValue, remark.oldID.map(String.init) ?? "", remark.name,
            remark.outcome.rawValue, remark.reason, remark.detail,
        ]
    }

    private struct Row: Encodable {
        let kind: ImportReport.Kind
        @OrNull var oldId: Int64?
        let name: String
        let outcome: ImportReport.Remark.Outcome
        let reason: String
        let detail: String

        init(_ remark: ImportReport.Remark) {
            kind = remark.kind
            oldId = remark.oldID
            name = remark.name
            outcome = remark.outcome
            reason = remark.reason
            detail = remark.detail
        }
    }
}
