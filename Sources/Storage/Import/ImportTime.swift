import Domain

/// new-api's times.
enum ImportTime {
    /// The end of the year 9999: what is later cannot be written as a date.
    private static let latest: Milliseconds = 253_402_300_799_999

    /// Of seconds; nil for none.
    static func milliseconds(_ seconds: Int64) -> Milliseconds? {
        guard seconds > 0 else { return nil }
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
        return isTooLarge ? latest : min(product, latest)
    }
}
