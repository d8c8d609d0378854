import Domain

/// new-api's times.
enum ImportTime {
    /// Of seconds; nil for none.
    static func milliseconds(_ seconds: Int64) -> Milliseconds? {
        guard seconds > 0 else { return nil }
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
        return isTooLarge ? .max : product
    }
}
