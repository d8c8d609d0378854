import Domain

extension TaskFollower.Followed {
    /// One line about a task that is followed, in at most `width` columns: what matters most comes
    /// first, and the bar is there down to 40 columns.
    package func line(width: Int) -> String {
        let percent =
            String(repeating: " ", count: 4 - task.progress.text.count) + task.progress.text
        let barWidth = min(max(width / 4, 8), 30)
        let bar = ProgressBar.text(Double(task.progress.percent) / 100, width: barWidth)
        var text = "\(task.mjID)  \(bar) \(percent)"
        for part in [task.status.rawValue, DisplayText.printable(owner)] {
            text += "  " + DisplayText.padded(part, to: 11)
        }
        let reason = task.failReason.isEmpty ? task.prompt : task.failReason
        text += "  \(task.action.rawValue)  " + DisplayText.printable(reason)
        return DisplayText.cut(text, to: width)
    }
}
