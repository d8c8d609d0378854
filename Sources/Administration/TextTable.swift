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
        let titles = columns.map(\.title)
        let lines = (titles.allSatisfy(\.isEmpty) ? [] : [titles]) + rows
        let widths = fitted(
            columns.indices.map { index in
                lines.map { DisplayWidth.of($0[index]) }.max() ?? 0
            },
            into: width
        )
        if let width, Self.sum(widths) > width { return records(width: width) }
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

    /// For terminals that are too narrow for the table: a line for each cell, with its title before
    /// it, and an empty line between rows. Nothing is cut; what is too long goes on below.
    private func records(width: Int) -> String {
        let names =
            columns.allSatisfy(\.title.isEmpty)
            ? rows.map { [$0.first ?? ""] } : [columns.map(\.title)]
        let hasTitles = !columns.allSatisfy(\.title.isEmpty)
        let margin = min(
            names.joined().map { DisplayWidth.of($0) }.max() ?? 0,
            max(width / 2, Self.narrowest)
        )
        let indent = String(repeating: " ", count: margin + Self.gap)
        return rows.enumerated().map { number, cells in
            let pairs =
                hasTitles
                ? zip(columns.map(\.title), cells).map { ($0, $1) }
                : [(cells.first ?? "", cells.dropFirst().joined(separator: "  "))]
            let lines = pairs.flatMap { name, value in
                let head = DisplayText.padded(
                    DisplayText.cut(name, to: margin),
                    to: margin + Self.gap
                )
                let parts = DisplayText.wrapped(value, to: width - margin - Self.gap)
                return parts.enumerated().map { Self.line(($0 == 0 ? head : indent) + $1) }
            }
            return (hasTitles && number > 0 ? "\n" : "") + lines.joined()
        }.joined()
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
