import Testing

@testable import Polling

struct OutageTests {
    @Test func changes_areToldOnce() {
        var outage = Outage()
        #expect(
            [outage.end(), outage.begin(), outage.begin(), outage.end(), outage.end()]
                == [false, true, false, true, false]
        )
    }
}
