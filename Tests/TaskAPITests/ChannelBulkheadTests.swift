import Testing

@testable import TaskAPI

struct ChannelBulkheadTests {
    @Test func bulkhead_letsInAsManyAsItsLimit_forEachChannel() {
        let bulkhead = ChannelBulkhead(limit: 2)

        #expect(bulkhead.enter(1))
        #expect(bulkhead.enter(1))
        #expect(!bulkhead.enter(1))
        #expect(bulkhead.enter(2))
        bulkhead.leave(1)
        #expect(bulkhead.enter(1))
    }
}
