import Domain

/// Text made fit for a terminal.
package enum DisplayText {
    /// Without what is not plain.
    package static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.isPlain ? $0 : "\u{fffd}" }
            )
        )
    }

    /// `text` in at most `width` columns, with `…` for what does not fit.
    package static func cut(_ text: String, to width: Int) -> String {
        guard width > 0 else { return "" }
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

    /// `text` with blanks to `width` columns.
    package static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }

    /// `text` in lines of at most `width` columns, broken wherever they are full.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for character in text {
            let columns = DisplayWidth.of(character)
            if used + columns > max(width, 2) {
                lines.append(line)
                line = ""
                used = 0
            }
            line.append(character)
            used += columns
        }
        return lines + [line]
    }
}
