import Domain
import Foundation
import GRDB

/// An import under way, inside of its transaction: what the steps share.
///
/// The steps, each in a file of its own: the source's name, groups and prices, users, tokens,
/// channels, then the tasks, whose rows are planned first (``ImportRows``, ``ImportOrder``) and then copied.
final class ImportRun {
    let database: Database
    let source: ImportSource
    let request: ImportRequest
    let now: Milliseconds
    var report = ImportReport()
    /// Whether nothing of the source is here.
    var isFirst = true
    /// Whose pages and identities it changes.
    var touchedUsers: Set<UserID> = []

    /// Old ids to ours.
    var users: [Int64: UserID] = [:]
    var tokens: [Int64: TokenID] = [:]
    var channels: [Int64: ImportedChannel] = [:]
    /// Accounts that keep the tasks of users who are gone.
    var placeholders: [Int64: UserID] = [:]
    /// Old names to ours, with what they were found by.
    var groups = ImportGroups()
    /// Of accounts whose old id now is somebody else's.
    var strangers: Set<Int64> = []

    init(_ database: Database, request: ImportRequest, now: Milliseconds) throws {
        self.database = database
        self.request = request
        self.now = now
        source = try ImportSource(database)
        report.isDryRun = request.isDryRun
    }

    func run() throws {
        request.progress(ImportProgress(.accounts, 0, of: 1))
        isFirst = try nameSource()
        let options = try ImportOptions(database, source)
        try importGroups(options)
        try importPrices(options)
        try importUsers()
        try importTokens(options)
        try importTasks()
        report.countChanges()
    }

    // MARK: What was imported before

    /// What rows of the source became, by their old ids.
    func imported(_ kind: ImportReport.Kind) throws -> [Int64: Int64] {
        let pairs = try database.select(
            "SELECT old_id, new_id FROM imported WHERE source = ? AND kind = ?",
            report.source,
            kind.rawValue
        ) { ($0.integer(0), $0.integer(1)) }
        return Dictionary(pairs) { first, _ in first }
    }

    func remember(_ kind: ImportReport.Kind, _ oldID: Int64, as newID: Int64) throws {
        try database.run(
            "INSERT INTO imported (source, kind, old_id, new_id) VALUES (?, ?, ?, ?)",
            [report.source, kind.rawValue, oldID, newID]
        )
    }

    // MARK: Names

    /// `text` as a name of ours: plain, short, and not taken.
    func name(_ text: String, orElse fallback: String, taken: inout Set<String>) -> String {
        let plain = ImportName.plain(text)
        return ImportName.unused(plain.isEmpty ? fallback : plain, taken: &taken)
    }

    func names(in table: StaticString) throws -> Set<String> {
        Set(try database.select("SELECT name FROM \(table)") { $0.text(0) })
    }

    func ids(in table: StaticString) throws -> Set<Int64> {
        Set(try database.select("SELECT id FROM \(table)") { $0.integer(0) })
    }
}

/// How names of new-api become ours.
enum ImportName {
    private static let longest = 64

    /// Without control characters and blanks at the ends, cut to the length that names may have.
    static func plain(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: continue
            default: scalars.append(scalar)
            }
        }
        return cut(String(scalars).trimmingCharacters(in: .whitespaces), to: longest)
            .trimmingCharacters(in: .whitespaces)
    }

    /// `name`, or with `-2`, `-3` … behind it; taken from then on.
    static func unused(_ name: String, taken: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
            let suffix = "-\(number)"
            candidate = cut(name, to: longest - suffix.utf8.count) + suffix
            number += 1
        }
        return candidate
    }

    /// A group's name: channels keep them with blanks between, so that none may hold one.
    static func group(_ text: String) -> String {
        plain(text).split(whereSeparator: \.isWhitespace).joined(separator: "-")
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        var text = text
        while text.utf8.count > bytes { text.removeLast() }
        return text
    }
}
