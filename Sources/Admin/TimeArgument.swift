import ArgumentParser
import Domain
import Foundation
import Settings
import Storage

/// A moment as people give it: a time ago (`2h`, `3d`), or a date with or without a time in UTC.
struct TimeArgument: ExpressibleByArgument {
    let time: Milliseconds
    /// Whether it names a whole day or second, of which the end may be meant.
    private let resolution: Milliseconds

    static let form =
        "“2h” ago, “2026-03-01”, “2026-03-01 14:05:00” (UTC), or milliseconds since 1970"

    init?(argument: String) {
        if let span = TimeSpan.parse(argument) {
            time = wallClock() - Milliseconds(span / .milliseconds(1))
            resolution = 1
        } else if argument.count > 10, let number = Milliseconds(argument), number > 0 {
            time = number
            resolution = 1
        } else if let day = Self.parse(argument + " 00:00:00") {
            time = day
            resolution = 86_400_000
        } else if let minute = Self.parse(argument + ":00") {
            time = minute
            resolution = 60_000
        } else if let second = Self.parse(argument) {
            time = second
            resolution = 1_000
        } else {
            return nil
        }
    }

    /// Its last millisecond: `--until 2026-03-01` means that whole day.
    var end: Milliseconds { time + (resolution - 1) }

    private static func parse(_ text: String) -> Milliseconds? {
        var text = text.replacing("T", with: " ")
        if text.hasSuffix("Z") { text.removeLast() }
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space)
        guard text.count == 19, let date = try? style.parse(text + "Z") else { return nil }
        return Milliseconds(date.timeIntervalSince1970 * 1_000)
    }
}
