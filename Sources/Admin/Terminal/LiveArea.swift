import Administration
import Foundation
import Glibc

/// The last lines of a terminal, drawn again and again in their place; what is over goes above them
/// and stays.
final class LiveArea {
    /// The columns that each line had when it was drawn.
    private var drawn: [Int] = []

    /// Nil when standard output is no terminal that can move its cursor.
    static func onTerminal() -> LiveArea? {
        let isDumb = ProcessEnvironment.all["TERM", default: "dumb"] == "dumb"
        return isatty(STDOUT_FILENO) == 1 && !isDumb ? LiveArea() : nil
    }

    private init() {
        // The cursor would jump about.
        _ = Output.write("\u{1b}[?25l")
    }

    deinit {
        _ = Output.write("\u{1b}[?25h")
    }

    /// Columns and lines of the terminal, which may change at any time.
    static var size: (columns: Int, lines: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws `lines` over those of the last time, after `finished` lines, which stay for good.
    ///
    /// One write, so that nobody sees half of it.
    ///
    /// - Returns: false when nobody reads it any more.
    @discardableResult
    func draw(_ lines: [String], finished: [String] = []) -> Bool {
        let columns = Self.size.columns
        // In a terminal that was made narrower since, a line fills several.
        let height = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        let up = height > 0 ? "\r\u{1b}[\(height)A" : "\r"
        let text = (finished + lines).map { $0 + "\n" }.joined()
        drawn = lines.map { DisplayWidth.of($0) }
        return Output.write(up + "\u{1b}[J" + text)
    }
}
