import Domain
import Testing

struct MillionthsTests {
    @Test(
        arguments: [
            ("1.5", 1_500_000), ("1", 1_000_000), ("0", 0), ("0.000001", 1), ("-0.000002", -2),
            ("+2.50", 2_500_000), ("007", 7_000_000), ("9223372036854.775807", .max),
            ("-9223372036854.775808", .min), ("0.1", 100_000),
        ] as [(String, Int64)]
    )
    func decimals_areExact(text: String, millionths: Int64) {
        #expect(Millionths.parse(text) == millionths)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "1.0000001", "1.2.3", "1e3", "1,5", "--1", "+-1", " 1", "1 ", "٣",
        "9223372036854.775808", "99999999999999999999", "0x10", "nan", "-",
    ])
    func anythingElse_isNone(text: String) {
        #expect(Millionths.parse(text) == nil)
    }

    @Test(
        arguments: [
            (1_500_000, 0, "1.5"), (1_000_000, 0, "1"), (1_000_000, 2, "1.00"), (1, 0, "0.000001"),
            (-2, 2, "-0.000002"), (0, 0, "0"), (0, 2, "0.00"), (123_456_700, 2, "123.4567"),
            (.min, 0, "-9223372036854.775808"),
        ] as [(Int64, Int, String)]
    )
    func format_leavesOutZeros(millionths: Int64, least: Int, text: String) {
        #expect(Millionths.format(millionths, leastDecimals: least) == text)
    }

    @Test func whatIsFormatted_isParsedAgain() {
        for number in [0, 1, -1, 10, 999_999, 1_000_001, .max, .min] as [Int64] {
            #expect(Millionths.parse(Millionths.format(number)) == number)
        }
    }
}
