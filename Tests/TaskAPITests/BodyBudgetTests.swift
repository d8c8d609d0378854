import TaskAPI
import Testing

struct BodyBudgetTests {
    @Test func hold_refusesWhatIsTooMuch_andFreesWhatEnds() {
        let budget = BodyBudget(limit: 10)
        let inner = budget.hold(6) {
            [budget.hold(4) { true } ?? false, budget.hold(5) { true } ?? false]
        }

        #expect(inner == [true, false])
        #expect(budget.hold(10) { true } == true)
        #expect(budget.hold(11) { true } == nil)
    }

    @Test func hold_freesAlsoAfterAnError() {
        struct Failure: Error {}
        let budget = BodyBudget(limit: 1)

        #expect(throws: Failure.self) { try budget.hold(1) { throw Failure() } }
        #expect(budget.hold(1) { true } == true)
    }
}
