import Testing

@testable import DemoUpstream

@Suite struct AccountQueueTests {
    /// The defaults of the contract: three run, ten wait.
    private func queue(_ coreSize: Int = 3, _ queueSize: Int = 10) -> AccountQueue {
        AccountQueue(id: "1", coreSize: coreSize, queueSize: queueSize)
    }

    @Test func admit_takesThirteen_andSaysHowManyWaitAhead() {
        var queue = queue()
        var ahead: [Int] = []
        var slots: [Int64] = []
        for _ in 0..<13 {
            guard case .accepted(let slotAt, let count) = queue.admit(duration: 100, at: 0) else {
                Issue.record("refused too early")
                return
            }
            ahead.append(count)
            slots.append(slotAt)
        }
        // The first that has to wait is told nothing of it.
        #expect(ahead == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(slots == [0, 0, 0, 100, 100, 100, 200, 200, 200, 300, 300, 300, 400])
        #expect(queue.admit(duration: 100, at: 0) == .full)
        #expect(queue.counts(at: 0) == (3, 10))
    }

    @Test func admit_hasRoomAgain_whenTimePasses() {
        var queue = queue(1, 1)
        #expect(queue.admit(duration: 100, at: 0) == .accepted(slotAt: 0, ahead: 0))
        #expect(queue.admit(duration: 50, at: 10) == .accepted(slotAt: 100, ahead: 0))
        #expect(queue.admit(duration: 50, at: 99) == .full)
        #expect(queue.admit(duration: 50, at: 100) == .accepted(slotAt: 150, ahead: 0))
        #expect(queue.counts(at: 150) == (1, 0))
        #expect(queue.counts(at: 200) == (0, 0))
        #expect(queue.admit(duration: 50, at: 1_000) == .accepted(slotAt: 1_000, ahead: 0))
    }

    @Test func admit_servesShortAndLongTasks_inTheOrderOfTheSlots() {
        var queue = queue(2, 10)
        _ = queue.admit(duration: 100, at: 0)
        _ = queue.admit(duration: 10, at: 0)
        #expect(queue.admit(duration: 20, at: 0) == .accepted(slotAt: 10, ahead: 0))
        #expect(queue.admit(duration: 5, at: 0) == .accepted(slotAt: 30, ahead: 1))
        #expect(queue.admit(duration: 5, at: 0) == .accepted(slotAt: 35, ahead: 2))
    }

    @Test func admit_losesASlotForEver_toATaskThatNeverEnds() {
        var queue = queue(1, 1)
        #expect(queue.admit(duration: nil, at: 5) == .accepted(slotAt: 5, ahead: 0))
        #expect(queue.admit(duration: 10, at: 6) == .accepted(slotAt: .max, ahead: 0))
        #expect(queue.admit(duration: 10, at: 1_000_000) == .full)
    }
}
