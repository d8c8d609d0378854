import Administration
import Domain
import Testing

@Suite struct UTCTimeTests {
    @Test(
        arguments: [
            ("1970-01-01", 0), ("2026-03-01", 1_772_323_200_000),
            ("2026-03-01T14:05", 1_772_373_900_000), ("2026-03-01 14:05:09", 1_772_373_909_000),
            ("2026-03-01T14:05:09Z", 1_772_373_909_000), ("2024-02-29", 1_709_164_800_000),
        ] as [(String, Milliseconds)]
    )
    func times_areUTC(text: String, time: Milliseconds) {
        #expect(UTCTime.parse(text) == time)
    }

    @Test(arguments: [
        "", "yesterday", "2026-02-29", "2026-13-01", "2026-03-01T24:00", "2026-03-01T1:00",
        "1772323200", "2026-03-01T14:05+09:00", "1969-12-31", "2026-3-1", "٢٠٢٦-٠٣-٠١",
    ])
    func otherTexts_areNone(text: String) {
        #expect(UTCTime.parse(text) == nil)
    }

    @Test func format_hasMilliseconds() {
        #expect(UTCTime.format(0) == "1970-01-01T00:00:00.000Z")
        #expect(UTCTime.format(1_772_373_909_007) == "2026-03-01T14:05:09.007Z")
    }
}
