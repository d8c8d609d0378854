import Testing

@testable import Administration

@Suite struct UTCTimeTests {
    @Test func format_hasMilliseconds() {
        #expect(UTCTime.format(0) == "1970-01-01T00:00:00.000Z")
        #expect(UTCTime.format(1_772_373_909_007) == "2026-03-01T14:05:09.007Z")
        #expect(UTCTime.format(1_709_164_799_999) == "2024-02-28T23:59:59.999Z")
    }
}
