import Administration
import Foundation
import Glibc
import Storage

/// A line on the terminal that fills up; standard error, so that results can be redirected.
struct ImportProgressBar: Sendable {
    private static let width = 30
    private static let clearLine = "\r\u{1b}[K"

    /// Nil when standard error is no terminal.
    init?() {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
    }

    func show(_ progress: ImportProgress) {
        let bar = ProgressBar.text(progress.fraction, width: Self.width)
        write(
            "\(Self.clearLine)\(bar) \(Int(progress.fraction * 100)) % \(progress.phase.rawValue)"
        )
    }

    func end() { write(Self.clearLine) }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
