import Domain
import Storage
import TestSupport
import Testing

/// Which tasks a channel lets in.
struct AdmissionTests {
    private func limited(_ store: Store, to limit: Int) throws -> Submitter {
        let submitter = try store.makeSubmitter(quota: 100_000_000)
        _ = try store.editChannel(submitter.channel.id) { $0.inFlightLimit = limit }
        return submitter
    }

    private func isBarred(_ outcome: AcceptOutcome) -> Bool { outcome == .barred(.full) }

    @Test func ofFiftyAtOnce_asManyAreLetInAsTheLimitSays() throws {
        try withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in try openStore(in: directory) }
            defer { for store in stores { store.close() } }
            let submitter = try limited(stores[0], to: 7)
            let outcomes = try onThreads(50) { number in
                try stores[number % 2].accept([.make(of: submitter)])
            }
            #expect(outcomes.filter(isBarred).count == 43)
            #expect(try stores[0].unfinishedTasks(on: submitter.channel.id).inFlight == 7)
            // Who was not let in has paid nothing.
            #expect(try stores[0].users()[0].spent == 7 * 50_000)
        }
    }

    @Test func aTaskThatEnds_makesRoomForOne() async throws {
        try await withTemporaryStore { store in
            let submitter = try limited(store, to: 1)
            let task = try store.makeTask(of: submitter)
            #expect(try store.accept([.make(of: submitter)]) == .barred(.full))
            _ = try await store.finish([.make(of: task, status: .failure)])
            _ = try store.makeTask(of: submitter)
            #expect(try store.accept([.make(of: submitter)]) == .barred(.full))
        }
    }

    @Test func severalTasks_areLetInTogether_orNotAtAll() throws {
        try withTemporaryStore { store in
            let submitter = try limited(store, to: 3)
            let four = Array(repeating: NewTask.make(of: submitter), count: 4)
            #expect(try store.accept(four) == .barred(.full))
            guard case .accepted(let tasks) = try store.accept(Array(four.prefix(3))) else {
                Issue.record("not accepted")
                return
            }
            #expect(tasks.count == 3)
        }
    }

    @Test func windowsThatWaitForTheirUsers_takeNoPlace_andTheirModalCallsDo() throws {
        try withTemporaryStore { store in
            let submitter = try limited(store, to: 1)
            let windows = try (0..<2).map { _ in
                let task = try store.makeTask(of: submitter)
                try store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "1",
                    code: 21,
                    description: "",
                    status: .modal
                )
                return task
            }
            let tasks = try store.unfinishedTasks(on: submitter.channel.id)
            #expect(tasks.inFlight == 0)
            #expect(tasks.waiting == 2)
            let calls = windows.map { ModalCall.make(of: $0, by: submitter, prompt: "x") }
            guard case .begun = try store.beginModal(calls[0]) else {
                Issue.record("not begun")
                return
            }
            #expect(try store.beginModal(calls[1]) == .channelFull)
            #expect(try store.accept([.make(of: submitter)]) == .barred(.full))
            #expect(try store.verifyLedger().isEmpty)
        }
    }

    @Test func aMove_asksTheNewChannel() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 100_000_000)
            let other = try store.makeChannel("other")
            _ = try store.editChannel(other.id) { $0.inFlightLimit = 1 }
            let tasks = try (0..<3).map { _ in try store.makeTask(of: submitter) }
            #expect(try store.moveToChannel(other.id, mjID: tasks[0].mjID) == .moved)
            #expect(try store.moveToChannel(other.id, mjID: tasks[1].mjID) == .barred(.full))
            let kept = try store.task(tasks[1].mjID, owner: nil)?.task
            #expect(kept?.channelID == submitter.channel.id)
            try store.setChannelStatus(.disabled, id: other.id)
            #expect(try store.moveToChannel(other.id, mjID: tasks[2].mjID) == .barred(.closed))
        }
    }

    @Test func aDisabledChannel_takesFollowUps_andNothingNew() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.setChannelStatus(.disabled, id: submitter.channel.id)
            var new = NewTask.make(of: submitter)
            #expect(try store.accept([new]) == .barred(.closed))
            new.admission = .followUp
            guard case .accepted = try store.accept([new]) else {
                Issue.record("not accepted")
                return
            }
        }
    }

    @Test func anUpload_isLetInLikeATask() throws {
        try withTemporaryStore { store in
            let submitter = try limited(store, to: 1)
            _ = try store.makeTask(of: submitter)
            let upload = NewUpload(
                userID: submitter.user.id,
                tokenID: submitter.token.id,
                channelID: submitter.channel.id,
                mode: nil
            )
            #expect(try store.beginUpload(upload) == .barred(.full))
            #expect(try store.users()[0].spent == 50_000)
        }
    }

    @Test func loads_areCountedWhereTheyMatter_upToTheLimit() throws {
        try withTemporaryStore { store in
            let submitter = try limited(store, to: 2)
            for _ in 0..<2 { _ = try store.makeTask(of: submitter) }
            _ = try store.editChannel(submitter.channel.id) { $0.inFlightLimit = 1 }
            _ = try store.makeChannel("blends")
            _ = try store.editChannel(2) { $0.service.actions = [.blend] }
            let demand = ChannelDemand(group: "default", action: .imagine, mode: nil)
            let loads = try store.channelLoads(for: demand)
            #expect(loads.map(\.channel.id) == [1, 2])
            #expect(loads.map(\.inFlight) == [1, 0])
        }
    }
}
