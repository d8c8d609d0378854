/// Quota as people read it: units, and what they are worth (500,000 are 1 USD, as in new-api).
package enum QuotaText {
    /// 1234567 → `1,234,567 ($2.469134)`; 500000 → `500,000 ($1.00)`.
    package static func format(_ units: Int64) -> String { "\(grouped(units)) (\(dollars(units)))" }

    /// 1234567 → `1,234,567`.
    package static func grouped(_ number: Int64) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// Exact: a unit is 2 millionths of a dollar. 25000 → `$0.05`, 1 → `$0.000002`.
    private static func dollars(_ units: Int64) -> String {
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: 500_000)
        var decimals = String(String(1_000_000 + rest * 2).dropFirst())
        while decimals.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return (units < 0 ? "-" : "") + "$\(grouped(Int64(whole))).\(decimals)"
    }
}
