/// The rule from a base price to what a task costs.
package enum Price {
    /// Ratios are kept as millionths, so that money is integer arithmetic: 1_000_000 is 1.0.
    package static let unitRatio: Int64 = 1_000_000

    /// `base` quota units times `ratio` millionths, rounded down as new-api does; nil when the
    /// product does not fit.
    ///
    /// (50_000, 1_000_000) → 50_000; (50_000, 1_500_000) → 75_000; (3, 500_000) → 1.
    package static func charge(base: Int64, ratio: Int64) -> Int64? {
        precondition(base >= 0 && ratio >= 0, "prices and ratios are not negative")
        let (product, overflow) = base.multipliedReportingOverflow(by: ratio)
        return overflow ? nil : product / unitRatio
    }
}
