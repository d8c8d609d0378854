import Administration
import Testing

@Suite struct QuotaTextTests {
    @Test(arguments: [
        (0, "0 ($0.00)"), (1, "1 ($0.000002)"), (25_000, "25,000 ($0.05)"),
        (500_000, "500,000 ($1.00)"), (1_234_567, "1,234,567 ($2.469134)"),
        (-750_000, "-750,000 (-$1.50)"), (999, "999 ($0.001998)"),
        (Int64.max, "9,223,372,036,854,775,807 ($18,446,744,073,709.551614)"),
        (Int64.min, "-9,223,372,036,854,775,808 (-$18,446,744,073,709.551616)"),
    ])
    func format_showsUnitsAndExactDollars(units: Int64, text: String) {
        #expect(QuotaText.format(units) == text)
    }

    @Test(
        arguments: [
            ("0", 0), ("750000", 750_000), ("750,000", 750_000), ("-1,234,567", -1_234_567),
            ("+5", 5), ("1,000", 1_000),
        ] as [(String, Int64)]
    )
    func units_areReadAsTheyAreShown(text: String, units: Int64) {
        #expect(QuotaText.units(text) == units)
    }

    @Test(arguments: [
        "", "1.5", "1,00", ",100", "1,000,", "1000,000", "1e5", "$5", "five", " 1", "1_000",
        "9223372036854775808",
    ])
    func otherTexts_areNoUnits(text: String) {
        #expect(QuotaText.units(text) == nil)
    }

    @Test(
        arguments: [
            ("1.50", 750_000), ("$1.50", 750_000), ("-$1.50", -750_000), ("-1.5", -750_000),
            ("0.000002", 1), ("1", 500_000), ("1,234.50", 617_250_000), ("0.1", 50_000),
            ("0.29", 145_000), ("18446744073.709552", 9_223_372_036_854_776),
        ] as [(String, Int64)]
    )
    func dollars_areReadExactly(text: String, units: Int64) {
        #expect(QuotaText.units(ofDollars: text) == units)
    }

    @Test(arguments: [
        "", "$", "1$", "0.000001", "0.0000020", "1.2345678", "1,5", "1e3", "--1",
        "9999999999999999",
    ])
    func otherTexts_areNoDollars(text: String) {
        #expect(QuotaText.units(ofDollars: text) == nil)
    }
}
