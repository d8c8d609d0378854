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
        self.rows = rows.map { $0.map(Self.printable) }
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
        return lines.map { cells in
            let padded = columns.indices.map { index in
                Self.pad(
                    Self.cut(cells[index], to: widths[index]),
                    to: widths[index],
                    columns[index].alignment
                )
            }
            var line = padded.joined(separator: String(repeating: " ", count: Self.gap))
            while line.hasSuffix(" ") { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// Takes from the widest flexible column, a character at a time, until the table fits.
    private func fitted(_ natural: [Int], into width: Int?) -> [Int] {
        var widths = natural
        guard let width else { return widths }
        while widths.reduce(Self.gap * (widths.count - 1), +) > width {
            let widest = columns.indices.filter { columns[$0].isFlexible }
                .max { widths[$0] < widths[$1] }
            guard let widest, widths[widest] > Self.narrowest else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        var cut = ""
        var used = 1
        for character in text {
            used += DisplayWidth.of(character)
            guard used <= width else { break }
            cut.append(character)
        }
        return cut + "…"
    }

    private static func pad(_ text: String, to width: Int, _ alignment: Column.Alignment) -> String
    {
        let padding = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return alignment == .left ? text + padding : padding + text
    }

    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "\u{fffd}" : $0
                }
            )
        )
    }
}
