import Testing

@testable import Settings

@Suite struct TimeSpanTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("15s", .seconds(15)), ("5min", .seconds(300)),
        ("1h", .seconds(3_600)), ("30d", .seconds(30 * 86_400)), ("1h 30min", .seconds(5_400)),
        ("1h30min", .seconds(5_400)), ("0s", .zero), (" 2s ", .seconds(2)),
    ])
    func parse_readsNumbersWithUnits(text: String, span: Duration) {
        #expect(TimeSpan.parse(text) == span)
    }

    @Test(arguments: [
        "", " ", "15", "s", "-1s", "+1s", "1.5s", "1m", "1M", "1month", "1S", "1s,", "1h 30",
        "１s", "99999999999999999999s", "9223372036854775807d", "9223372036854775807ms 1ms",
    ])
    func parse_refuses_whatIsNoSpan(text: String) {
        #expect(TimeSpan.parse(text) == nil)
    }

    @Test(arguments: [
        (Duration.zero, "0s"), (.milliseconds(1_500), "1500ms"), (.seconds(90), "90s"),
        (.seconds(5_400), "90min"), (.seconds(86_400), "1d"), (.seconds(90_000), "25h"),
    ])
    func format_usesTheLargestUnitThatDivides(span: Duration, text: String) {
        #expect(TimeSpan.format(span) == text)
        #expect(TimeSpan.parse(text) == span)
    }
}
