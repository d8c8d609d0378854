import Domain
import Testing

@testable import DemoUpstream

@Suite struct CancelTests {
    @Test func cancel_endsATask_inEveryStateBeforeTheEnd() throws {
        var simulation = Simulation.make()
        let id = simulation.grid()
        let times = try #require(simulation.task(id)?.times)
        for moment in [0, times.start, times.progress] {
            var copy = simulation
            #expect(copy.cancel(id, isIgnored: false, at: moment) == .cancelled)
            let task = try #require(copy.task(id))
            let view = task.view(at: .max)
            #expect(view.status == "CANCEL")
            #expect(view.finishTime == moment)
            #expect(task.json(at: .max, .csharp)["status"] == .string("FAILURE"))
            #expect(task.json(at: .max, .csharp)["failReason"] == .string("取消任务"))
            #expect(copy.cancel(id, isIgnored: false, at: moment + 1) == .tooLate)
        }
        #expect(simulation.cancel(id, isIgnored: false, at: 1_000_000) == .tooLate)
        #expect(simulation.cancel("1", isIgnored: false, at: 0) == .unknown)
    }

    @Test func cancel_ofATaskThatAsks_leavesTheLineAlone() throws {
        var simulation = Simulation.make()
        try simulation.submit(.describe, #"{"base64":"data:image/png;base64,AAAA"}"#)
        let parent = try #require(simulation.newest)
        let body = #"{"taskId":"\#(parent.id)","customId":"MJ::Job::PicReader::1"}"#
        let id = try #require(try simulation.submit(.action, body, at: 1_000_000).id)
        #expect(simulation.cancel(id, isIgnored: false, at: 2_000_000) == .cancelled)
        #expect(simulation.task(id)?.view(at: .max).status == "CANCEL")
    }

    @Test func thoseBehind_moveUp() throws {
        var simulation = Simulation.make(coreSize: 1)
        let ids = ["[[stuck]]", "second", "third"].map { prompt in
            _ = simulation.imagine(prompt)
            return simulation.order.last ?? ""
        }
        #expect(simulation.task(ids[1])?.view(at: 1_000_000).status == "NOT_START")
        #expect(simulation.cancel(ids[0], isIgnored: false, at: 5_000) == .cancelled)
        let second = try #require(simulation.task(ids[1]))
        #expect(second.slotAt == 5_000)
        #expect(simulation.task(ids[2])?.slotAt == second.times?.finish)
        #expect(simulation.accounts[0].counts(at: 5_000) == (1, 1))
    }

    @Test func cancel_mayBeAnswered_andIgnored() throws {
        var simulation = Simulation.make()
        let one = simulation.grid()
        #expect(simulation.cancel(one, isIgnored: true, at: 5_000) == .cancelled)
        let other = simulation.grid("cat [[uncancellable]]")
        #expect(simulation.cancel(other, isIgnored: false, at: 5_000) == .cancelled)
        for id in [one, other] {
            #expect(simulation.task(id)?.view(at: 1_000_000).status == "SUCCESS")
        }
    }
}
