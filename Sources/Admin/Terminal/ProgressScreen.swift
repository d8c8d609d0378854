import Administration

/// A bar for a command that works for long, while it does; nothing where nobody watches.
final class ProgressScreen {
    private let title: String
    private let area: LiveArea?
    private var shown = -1

    init(_ title: String, isJSON: Bool) {
        self.title = title
        area = isJSON ? nil : LiveArea.onTerminal()
    }

    /// - Parameter fraction: From 0 to 1.
    func show(_ fraction: Double) {
        let percent = Int(fraction * 100)
        guard let area, percent != shown else { return }
        shown = percent
        let columns = LiveArea.size.columns
        let bar = ProgressBar.text(fraction, width: min(max(columns - 20, 8), 40))
        area.draw([DisplayText.cut("\(title)  \(bar) \(percent)%", to: columns - 1)])
    }

    /// Leaves nothing behind.
    func end() {
        area?.draw([])
    }
}
