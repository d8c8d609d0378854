package import Domain
import Glibc

/// Times as people write them, in UTC.
package enum UTCTime {
    /// `2026-03-01`, `2026-03-01T14:05` and `2026-03-01 14:05:09Z`, which is what commands print;
    /// nil for what is no time, such as the 30th of February.
    package static func parse(_ text: String) -> Milliseconds? {
        let form = /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?Z?)?/
            .asciiOnlyDigits()
        guard let match = text.wholeMatch(of: form)?.output,
            let year = CInt(match.1), let month = CInt(match.2), let day = CInt(match.3)
        else { return nil }
        var fields = tm()
        fields.tm_year = year - 1900
        fields.tm_mon = month - 1
        fields.tm_mday = day
        fields.tm_hour = match.4.flatMap { CInt($0) } ?? 0
        fields.tm_min = match.5.flatMap { CInt($0) } ?? 0
        fields.tm_sec = match.6.flatMap { CInt($0) } ?? 0
        let given = fields
        // It makes the 2nd of March of the 30th of February.
        let seconds = timegm(&fields)
        guard fields.tm_mon == given.tm_mon, fields.tm_mday == given.tm_mday,
            fields.tm_hour == given.tm_hour, fields.tm_min == given.tm_min,
            fields.tm_sec == given.tm_sec, seconds >= 0
        else { return nil }
        return Milliseconds(seconds) * 1_000
    }

    /// `2026-03-01T14:05:09.123Z`.
    package static func format(_ time: Milliseconds) -> String {
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
