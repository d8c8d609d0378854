/// How much of a task is done, in whole percent from 0 to 100.
///
/// On the wire it is a text such as `"31%"`. Channels also send `null`, `""`, a mode word or
/// `"Waiting to start"`: those say nothing, and parse as nil.
package struct Progress: Hashable, Comparable, Sendable {
    package let percent: Int

    package static let none = Progress(clamping: 0)
    package static let complete = Progress(clamping: 100)

    /// A value outside 0…100 counts as the nearest end.
    package init(clamping percent: Int) {
        self.percent = min(max(percent, 0), 100)
    }

    /// Reads `"31%"`, `"31"` or `" 31 % "`: "31%" → 31, "101%" → 100, "-5%" → 0, "relaxed" → nil.
    package init?(_ text: String) {
        var digits = text.filter { !$0.isWhitespace }
        if digits.hasSuffix("%") { digits.removeLast() }
        guard let percent = Int(digits) else { return nil }
        self.init(clamping: percent)
    }

    /// The form that clients read: `"31%"`.
    package var text: String { "\(percent)%" }

    package static func < (left: Progress, right: Progress) -> Bool {
        left.percent < right.percent
    }
}
