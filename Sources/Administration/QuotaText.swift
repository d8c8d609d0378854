import Domain

/// Quota as people write and read it: units, and what they are worth (500,000 are 1 USD, as in
/// new-api). A unit is 2 millionths of a dollar, so both are exact.
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

    /// 25000 → `$0.05`, 1 → `$0.000002`.
    package static func dollars(_ units: Int64) -> String {
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: 500_000)
        let decimals = Millionths.format(Int64(rest * 2), leastDecimals: 2).dropFirst()
        return (units < 0 ? "-" : "") + "$\(grouped(Int64(whole)))\(decimals)"
    }

    /// `1234567` and `1,234,567` → 1234567; nil for what is no whole number.
    package static func units(_ text: String) -> Int64? {
        guard let digits = withoutGroups(text), !digits.contains(".") else { return nil }
        return Int64(digits)
    }

    /// `1.50`, `$1.50` and `1` dollars → 750000, 500000; nil for what is no amount of dollars, or
    /// not a whole number of units.
    package static func units(ofDollars text: String) -> Int64? {
        var text = text
        if let sign = text.firstIndex(of: "$"), text[..<sign].allSatisfy({ $0 == "-" || $0 == "+" })
        {
            text.remove(at: sign)
        }
        guard let plain = withoutGroups(text), let millionths = Millionths.parse(plain),
            millionths.isMultiple(of: 2)
        else { return nil }
        return millionths / 2
    }

    /// `-1,234,567.5` → `-1234567.5`; nil where a comma is not between groups of three digits.
    private static func withoutGroups(_ text: String) -> String? {
        guard text.contains(",") else { return text }
        guard text.wholeMatch(of: /[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?/) != nil else {
            return nil
        }
        return text.replacing(",", with: "")
    }
}
