import Domain
import Testing

struct RequestStateTests {
    private let ids = (1...4).map { "170000000000000\($0)" }

    @Test func ofOneTask_isItsId() throws {
        #expect(RequestState.text(of: [ids[0]]) == ids[0])
        let state = try #require(RequestState(ids[0]))
        #expect(ids.filter(state.holds) == [ids[0]])
        #expect(state.firstID == ids[0])
    }

    @Test func ofSeveral_holdsThemAll_andNobodyElse() throws {
        let state = try #require(RequestState(RequestState.text(of: Array(ids[1...2]))))
        #expect(ids.filter(state.holds) == Array(ids[1...2]))
        #expect(!state.holds("x"))
        #expect(state.firstID == ids[1])
    }

    @Test(arguments: [
        "", "mine", "170000000000000", "17000000000000011", "0700000000000001", "-",
        "1700000000000001-", "-1700000000000001", "1700000000000002-1700000000000001",
        "1700000000000001-1700000000000002-1700000000000003", "+700000000000001",
    ])
    func whatIsNotOfOurForm_isNone(text: String) {
        #expect(RequestState(text) == nil)
    }
}
