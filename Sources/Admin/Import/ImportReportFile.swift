import Administration
import Foundation
import Glibc
import Storage

/// The file that every remark of an import is written to.
struct ImportReportFile {
    private let handle: FileHandle
    private let path: String

    /// Opens it; what it held is gone.
    init(_ path: String) throws(AdministrationError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw AdministrationError(
                .invalid,
                "write \(path): \(String(cString: strerror(errno)))",
                hint: "give --report a file that can be written"
            )
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.path = path
    }

    func write(_ report: ImportReport) throws {
        do {
            if path.hasSuffix(".json") {
                try handle.write(contentsOf: Data(Output.json(report.remarks.map(Row.init)).utf8))
            } else {
                try writeCSV(report.remarks)
            }
        } catch {
            throw AdministrationError(
                .unavailable,
                "write \(path): \(error.localizedDescription)",
                hint: "the import itself is done; run it again for a report of what is left out"
            )
        }
    }

    private func writeCSV(_ remarks: [ImportReport.Remark]) throws {
        var text = "kind,old_id,name,outcome,reason,detail\n"
        for remark in remarks {
            let cells = [
                remark.kind.rawValue, remark.oldID.map(String.init) ?? "", remark.name,
                remark.outcome.rawValue, remark.reason, remark.detail,
            ]
            text += cells.map(Self.cell).joined(separator: ",") + "\n"
            if text.utf8.count > 1 << 20 {
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try handle.write(contentsOf: Data(text.utf8))
    }

    /// RFC 4180 §2; and what a spreadsheet would take for a formula is made a text.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let plain = isFormula && Int64(text) == nil ? "'" + text : text
        guard plain.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return plain }
        return "\"\(plain.replacing("\"", with: "\"\""))\""
    }

    private struct Row: Encodable {
        let kind: ImportReport.Kind
        let oldId: Int64?
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

        private enum CodingKeys: CodingKey {
            case kind, oldId, name, outcome, reason, detail
        }

        /// Every key is always there, hence not the synthesised form, which leaves out nil.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(oldId, forKey: .oldId)
            try container.encode(name, forKey: .name)
            try container.encode(outcome, forKey: .outcome)
            try container.encode(reason, forKey: .reason)
            try container.encode(detail, forKey: .detail)
        }
    }
}
