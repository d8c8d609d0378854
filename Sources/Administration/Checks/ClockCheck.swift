import Domain
import Glibc

/// Whether the clock can be right: deadlines, expiries and signatures depend on it.
enum ClockCheck {
    /// 2025-01-01: before it, nothing of this program was there.
    private static let earliest: Milliseconds = 1_735_689_600_000

    static func time(_ now: Milliseconds, newestTask: Milliseconds?) -> Finding {
        guard now >= earliest else {
            return Finding("time", .error, "the clock is years behind", hint: "timedatectl")
        }
        // Submits are never dated back, so tasks are dated ahead until the clock has caught up.
        if let newestTask, newestTask > now + 1_000 {
            return Finding(
                "time",
                .warning,
                "the newest task is \((newestTask - now) / 1_000) s ahead of the clock",
                hint: "the clock was set back; timedatectl shows whether it is right now"
            )
        }
        return Finding("time", .ok, "no task is ahead of the clock")
    }

    /// What the kernel knows of it: https://man7.org/linux/man-pages/man2/adjtimex.2.html
    static func synchronization() -> Finding {
        var state = timex()
        let isSynchronized = adjtimex(&state) >= 0 && state.status & STA_UNSYNC == 0
        return Finding(
            "clock",
            isSynchronized ? .ok : .warning,
            isSynchronized ? "is synchronized" : "is not known to be synchronized",
            hint: isSynchronized ? "" : "timedatectl; containers may not be told"
        )
    }
}
