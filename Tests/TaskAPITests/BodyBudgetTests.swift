import TaskAPI
import Testing

struct BodyBudgetTests {
    private static let unit = BodyBudget.smallBody + 1

    @Test func hold_refusesWhatIsTooMuch_andFreesWhatEnds() {
        let budget = BodyBudget(limit: 10 * Self.unit)
        let inner = budget.hold(6 * Self.unit, for: 1) {
            [
                budget.hold(4 * Self.unit, for: 2) { true } ?? false,
                budget.hold(5 * Self.unit, for: 2) { true } ?? false,
            ]
        }

        #expect(inner == [true, false])
        #expect(budget.hold(10 * Self.unit, for: 1) { true } == true)
        #expect(budget.hold(11 * Self.unit, for: 1) { true } == nil)
    }

    @Test func hold_freesAlsoAfterAnError() {
        struct Failure: Error {}
        let budget = BodyBudget(limit: Self.unit)

        #expect(throws: Failure.self) {
            try budget.hold(Self.unit, for: 1) { throw Failure() }
        }
        #expect(budget.hold(Self.unit, for: 1) { true } == true)
    }

    @Test func oneUsersBodies_takeHalfAtMost_andTheOthersAreServed() {
        let budget = BodyBudget(limit: 4 * Self.unit)
        let inner = budget.hold(Self.unit, for: 1) {
            budget.hold(Self.unit, for: 1) {
                [
                    budget.hold(Self.unit, for: 1) { true } ?? false,
                    budget.hold(2 * Self.unit, for: 2) { true } ?? false,
                ]
            }
        }

        #expect(inner == [false, true])
        #expect(budget.hold(Self.unit, for: 1) { budget.hold(Self.unit, for: 1) { true } } == true)
    }

    @Test func smallBodies_areAlwaysHeld() {
        let budget = BodyBudget(limit: Self.unit)

        let inner = budget.hold(Self.unit, for: 1) {
            budget.hold(BodyBudget.smallBody, for: 1) { true }
        }

        #expect(inner == true)
    }
}
