/// Spans of time as people write them in settings and options, a subset of systemd.time(7):
/// `500ms`, `15s`, `5min`, `1h`, `30d`, and sums such as `1h 30min`.
///
/// A number without a unit is refused: systemd reads seconds, nginx and others milliseconds.
package enum TimeSpan {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// `1h 30min` → 5400 s; `15`, `-1s`, `1.5s`, `1month` and the empty text → nil.
    package static func parse(_ text: String) -> Duration? {
        var rest = text[...]
        var total: Int64 = 0
        repeat {
            rest = rest.drop { $0 == " " }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count).drop { $0 == " " }
            guard let count = Int64(digits), let unit = units.first(where: { $0.name == name })
            else { return nil }
            let (product, overflowed) = count.multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, overflowedSum) = total.addingReportingOverflow(product)
            guard !overflowed, !overflowedSum else { return nil }
            total = sum
        } while !rest.isEmpty
        return .milliseconds(total)
    }

    /// In the largest unit that divides it: 5400 s → `90min`, 86400 s → `1d`, 0 → `0s`.
    package static func format(_ span: Duration) -> String {
        let (seconds, attoseconds) = span.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "0s" }
        for unit in units where milliseconds.isMultiple(of: unit.milliseconds) {
            return "\(milliseconds / unit.milliseconds)\(unit.name)"
        }
        preconditionFailure("a span of whole milliseconds is a multiple of one")
    }
}
