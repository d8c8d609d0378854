import Domain

/// Whether the clock can be right: deadlines, expiries and signatures depend on it.
enum ClockCheck {
    /// 2025-01-01: before it, nothing of this program was there.
    private static let earliest: Milliseconds = 1_735_689_600_000

    static func time(_ now: Milliseconds, newestTask: Milliseconds?) -> Finding {
        guard now >= earliest else {
            return Finding("clock", .error, "the clock is years behind", hint: "timedatectl")
        }
        // Submits are never dated back, so tasks are dated ahead until the clock has caught up.
        if let newestTask, newestTask > now + 1_000 {
            return Finding(
                "clock",
                .warning,
                "the newest task is \((newestTask - now) / 1_000) s ahead of the clock",
                hint: "the clock was set back; timedatectl shows whether it is right now"
            )
        }
        return Finding("clock", .ok, "no task is ahead of the clock")
    }
}
