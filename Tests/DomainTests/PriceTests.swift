import Domain
import Testing

struct PriceTests {
    @Test(arguments: [
        (50_000, 1_000_000, 50_000), (50_000, 1_500_000, 75_000), (3, 500_000, 1),
        (1, 999_999, 0), (0, 5_000_000, 0), (7, 0, 0),
    ])
    func charge_multipliesAndRoundsDown(base: Int64, ratio: Int64, expected: Int64) {
        #expect(Price.charge(base: base, ratio: ratio) == expected)
    }

    @Test func charge_isNil_whenTheProductDoesNotFit() {
        #expect(Price.charge(base: .max, ratio: 2) == nil)
    }
}
