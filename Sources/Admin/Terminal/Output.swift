import Administration
import Domain
import Foundation
import Glibc

/// Where results go: JSON for scripts, or text for people.
struct Output {
    let isJSON: Bool

    /// Prints `value` as JSON, or the text that `text` makes.
    func show(_ value: some Encodable, text: () -> String) {
        print(isJSON ? Self.json(value) : text(), terminator: "")
    }

    func show(_ value: some Encodable, table: () -> TextTable) {
        show(value) { table().text(width: Self.terminalWidth) }
    }

    /// How many rows of a long list are read at a time.
    static let page = 1_000

    /// Prints rows as they are read, however many there are: a JSON array, or a table whose
    /// columns the first page sets.
    ///
    /// - Parameter rows: Up to ``page`` that follow the last one; fewer are the end.
    func list<Row: Encodable>(
        _ columns: [TextTable.Column],
        cells: (Row) -> [String],
        rows: (_ last: Row?) throws -> [Row]
    ) throws {
        var array = JSONArray()
        var taken: [Int] = []
        var last: Row?
        while true {
            let page = try rows(last)
            if isJSON {
                print(array.text(of: page), terminator: "")
            } else if !page.isEmpty || last == nil {
                let table = TextTable(columns, rows: page.map(cells))
                print(table.text(width: Self.terminalWidth, taken: &taken), terminator: "")
            }
            guard page.count == Self.page else { break }
            last = page.last
        }
        if isJSON { print(array.end, terminator: "") }
    }

    /// A remark to people, beside what scripts may read.
    func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// At once, also into a pipe or a file that somebody follows; false when nobody reads it.
    static func write(_ text: String) -> Bool {
        (try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))) != nil
    }

    /// - Parameter isPretty: Over many lines; else one, as for a stream of objects.
    static func json(_ value: some Encodable, isPretty: Bool = true) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("what commands print has no value that JSON has not")
        }
    }

    /// nil when standard output is not a terminal: then nothing is cut.
    static var terminalWidth: Int? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
            size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }

    /// A stored time in UTC, such as `2026-03-01 14:05:00Z`; `-` for "not yet" and "never".
    static func time(_ time: Milliseconds) -> String {
        guard time != 0 else { return "-" }
        return Date(timeIntervalSince1970: Double(time) / 1_000)
            .formatted(Date.ISO8601FormatStyle(dateTimeSeparator: .space))
    }
}
