/// A table for people: aligned columns, no lines, fitted to the width of the terminal. Without
/// titles it has no head.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package enum Alignment: Sendable { case left, right }

        package var title: String
        package var alignment: Alignment
        /// Whether it may be cut short to make the table fit.
        package var isFlexible: Bool

        package init(_ title: String, _ alignment: Alignment = .left, isFlexible: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.isFlexible = isFlexible
        }
    }

    private static let gap = 2
    private static let narrowest = 6

    package var columns: [Column]
    /// As many cells in each as there are columns.
    package var rows: [[String]]

    package init(_ columns: [Column], rows: [[String]]) {
        precondition(
            rows.allSatisfy { $0.count == columns.count },
            "a row has a cell for each column"
        )
        self.columns = columns
        // A line break or an escape sequence in a cell would break the table, or the terminal.
        self.rows = rows.map { $0.map(DisplayText.printable) }
    }

    /// - Parameter width: Columns of the terminal; nil: as wide as it gets.
    package func text(width: Int?) -> String {
        var taken: [Int] = []
        return text(width: width, taken: &taken)
    }

    /// A page of a table that is too long to be held: only the first has the head.
    ///
    /// - Parameter taken: The widths that the pages before it took; empty for the first.
    package func text(width: Int?, taken: inout [Int]) -> String {
        let titles = columns.map(\.title)
        let isFirst = taken.isEmpty
        let lines = (isFirst && !titles.allSatisfy(\.isEmpty) ? [titles] : []) + rows
        if isFirst { taken = columns.map { _ in 0 } }
        taken = taken.indices.map { index in
            lines.reduce(taken[index]) { max($0, DisplayWidth.of($1[index])) }
        }
        let widths = fitted(taken, into: width)
        if let width, Self.sum(widths) > width {
            return (isFirst || rows.isEmpty ? "" : "\n") + records(width: width)
        }
        return lines.map { cells in
            let padded = columns.indices.map { index in
                Self.pad(
                    DisplayText.cut(cells[index], to: widths[index]),
                    to: widths[index],
                    columns[index].alignment
                )
            }
            return Self.line(padded.joined(separator: String(repeating: " ", count: Self.gap)))
        }.joined()
    }

    /// Takes from the widest flexible column, a character at a time, until the table fits.
    private func fitted(_ natural: [Int], into width: Int?) -> [Int] {
        var widths = natural
        guard let width else { return widths }
        while Self.sum(widths) > width {
            let widest = columns.indices.filter { columns[$0].isFlexible }
                .max { widths[$0] < widths[$1] }
            guard let widest, widths[widest] > Self.narrowest else { break }
            widths[widest] -= 1
        }
        return widths
    }

    /// For terminals that are too narrow for the table: a line for each cell, with its title (else
    /// the row's first cell) before it. Nothing is cut; what is too long goes on below.
    private func records(width: Int) -> String {
        let titles = columns.map(\.title)
        let hasTitles = !titles.allSatisfy(\.isEmpty)
        let records = rows.map { cells in
            hasTitles
                ? Array(zip(titles, cells))
                : [(cells[0], cells.dropFirst().joined(separator: "  "))]
        }
        let widest = records.joined().map { DisplayWidth.of($0.0) }.max() ?? 0
        let margin = min(widest, width / 2)
        let indent = String(repeating: " ", count: margin + Self.gap)
        return records.map { pairs in
            pairs.map { name, value in
                let name = DisplayText.cut(name, to: margin)
                let head = DisplayText.padded(name, to: margin + Self.gap)
                let parts = DisplayText.wrapped(value, to: width - margin - Self.gap)
                return Self.line(head + parts[0])
                    + parts.dropFirst().map { Self.line(indent + $0) }.joined()
            }.joined()
        }.joined(separator: hasTitles ? "\n" : "")
    }

    private static func sum(_ widths: [Int]) -> Int {
        widths.reduce(gap * (widths.count - 1), +)
    }

    private static func line(_ text: String) -> String {
        var line = text
        while line.hasSuffix(" ") { line.removeLast() }
        return line + "\n"
    }

    private static func pad(_ text: String, to width: Int, _ alignment: Column.Alignment) -> String
    {
        let padding = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return alignment == .left ? text + padding : padding + text
    }
}
