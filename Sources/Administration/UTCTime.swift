import Domain
import Glibc

/// Times as ISO 8601 has them, in UTC.
enum UTCTime {
    /// `2026-03-01T14:05:09.123Z`.
    static func format(_ time: Milliseconds) -> String {
        var seconds = time_t(time / 1_000)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        func padded(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return padded(fields.tm_year + 1900, 4) + "-" + padded(fields.tm_mon + 1, 2) + "-"
            + padded(fields.tm_mday, 2) + "T" + padded(fields.tm_hour, 2) + ":"
            + padded(fields.tm_min, 2) + ":" + padded(fields.tm_sec, 2) + "."
            + padded(time % 1_000, 3) + "Z"
    }
}
