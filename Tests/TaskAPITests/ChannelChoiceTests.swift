import Domain
import Testing

@testable import TaskAPI

struct ChannelChoiceTests {
    private func channel(
        _ id: ChannelID,
        priority: Int = 0,
        status: Channel.Status = .enabled
    ) -> Channel {
        Channel(
            id: id,
            name: "\(id)",
            baseURL: "http://127.0.0.1",
            secret: "",
            status: status,
            priority: priority
        )
    }

    @Test func higherPriority_comesFirst_andDisabledOnesNot() {
        var generator = SystemRandomNumberGenerator()
        let order = ChannelChoice.order(
            [
                channel(1), channel(2, priority: 5), channel(3, priority: 9, status: .disabled),
                channel(4, priority: -1),
            ],
            using: &generator
        )

        #expect(order.map(\.id) == [2, 1, 4])
    }

    @Test func equals_takeTurns() {
        var generator = SystemRandomNumberGenerator()
        let channels = [channel(1), channel(2), channel(3)]
        let first = (0..<300).compactMap { _ in
            ChannelChoice.order(channels, using: &generator).first?.id
        }

        // Each comes first about 100 times; never in 300 has a probability of 10^-53.
        #expect(Set(first) == [1, 2, 3])
    }

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
