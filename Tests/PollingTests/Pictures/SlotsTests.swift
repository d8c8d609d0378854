import TestSupport
import Testing

@testable import Polling

struct SlotsTests {
    @Test func run_letsSoManyInAtOnce_andAllInTheEnd() async throws {
        let slots = Slots(2)
        let gauge = Gauge()
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...20 {
                group.addTask {
                    _ = await slots.run {
                        await gauge.enter()
                        await Task.yield()
                        await gauge.leave()
                    }
                }
            }
        }
        #expect(await gauge.peak <= 2)
        #expect(await gauge.done == 20)
    }

    @Test func run_isNil_whenItsTaskIsCancelledBeforeItsTurn_andTheSlotIsNotLost() async throws {
        let slots = Slots(1)
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let holder = Task { await slots.run { for await _ in gate { break } } }
        let waiter = Task { await slots.run { 1 } }
        waiter.cancel()
        #expect(await waiter.value == nil)
        opener.yield()
        _ = await holder.value
        #expect(await slots.run { 2 } == 2)
    }
}

private actor Gauge {
    private var now = 0
    private(set) var peak = 0
    private(set) var done = 0

    func enter() {
        now += 1
        peak = max(peak, now)
    }

    func leave() {
        now -= 1
        done += 1
    }
}

struct WithinTimeTests {
    @Test func withinTime_givesTheResult_orNilAfterTheLimit() async {
        #expect(await withinTime(.seconds(60)) { 1 } == 1)
        let late = await withinTime(.milliseconds(5)) {
            _ = try? await Task.sleep(for: .seconds(60))
            return 1
        }
        #expect(late == nil)
    }
}
