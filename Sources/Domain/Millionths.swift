/// Decimal numbers of at most six decimals, kept as whole millionths: exact, where a
/// floating-point number is not. Ratios of groups and amounts of dollars are such.
package enum Millionths {
    private static let one: Int64 = 1_000_000
    private static let decimals = 6

    /// `1.5` → 1_500_000, `-0.000002` → -2; nil for what is no decimal number, has more than six
    /// decimals or does not fit.
    package static func parse(_ text: String) -> Int64? {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.utf8.count <= decimals else { return nil }
        let padded = fraction + String(repeating: "0", count: decimals - fraction.utf8.count)
        // Whole and fraction are one number of millionths when they are written together.
        return Int64((isNegative ? "-" : "") + parts[0] + padded)
    }

    /// With at least `leastDecimals`: 1_500_000 → `1.5`, 1_000_000 → `1`; with two `1.50`, `1.00`.
    package static func format(_ millionths: Int64, leastDecimals: Int = 0) -> String {
        let (whole, rest) = millionths.magnitude.quotientAndRemainder(
            dividingBy: one.magnitude
        )
        var fraction = String(String(one.magnitude + rest).dropFirst())
        while fraction.utf8.count > leastDecimals, fraction.last == "0" { fraction.removeLast() }
        let sign = millionths < 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}
