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
}
