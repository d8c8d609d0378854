import Domain
import Storage
import Synchronization
import TestSupport
import Testing

struct ReconciliationTests {
    @Test func unansweredTasks_areThoseWithoutID_andThoseWithAModalCall_oldestFirst() async throws {
        let now = Mutex<Milliseconds>(1000)
        try await withTemporaryStore(configure: { $0.clock = { now.withLock { $0 } } }) { store in
            let submitter = try store.makeSubmitter()
            let modal = try store.makeAcceptedTask(of: submitter, status: .modal)
            _ = try store.makeAcceptedTask(of: submitter, status: .modal)
            _ = try store.makeAcceptedTask(of: submitter)
            let details = TaskDetails(hookSecret: "abc")
            let lost = try store.makeTask(of: submitter, details: details)
            let ended = try store.makeTask(of: submitter)
            _ = try await store.finish([.make(of: ended, status: .failure)])
            now.withLock { $0 = 2000 }
            _ = try store.beginModal(.make(of: modal, by: submitter))
            let late = try store.makeTask(of: submitter)
            try store.recordHookedID("h1", of: lost.mjID)

            let before2000 = try await store.unansweredTasks(sentBefore: 2000)
            #expect(
                before2000 == [UnansweredTask(task: lost, details: details, hookedID: "h1")]
            )
            let all = try await store.unansweredTasks(sentBefore: 2001)
            #expect(all.first?.task.mjID == lost.mjID)
            #expect(Set(all.map(\.task.mjID)) == [lost.mjID, modal.mjID, late.mjID])
        }
    }

    @Test func moveToChannel_sendsAnew() throws {
        let now = Mutex<Milliseconds>(1000)
        try withTemporaryStore(configure: { $0.clock = { now.withLock { $0 } } }) { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            let other = try store.makeChannel("two")
            now.withLock { $0 = 3000 }

            #expect(try store.moveToChannel(other.id, mjID: task.mjID) == .moved)

            #expect(try store.stored(task).sentAt == 3000)
            #expect(try store.stored(task).submitTime == 1000)
        }
    }

    @Test func adopt_givesTheTaskItsID_once() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)

            #expect(
                try await store.adopt(
                    task.mjID,
                    on: submitter.channel.id,
                    upstreamID: "u",
                    status: .inProgress
                )
            )
            #expect(
                try await !store.adopt(
                    task.mjID,
                    on: submitter.channel.id,
                    upstreamID: "v",
                    status: .inProgress
                )
            )
            #expect(
                try await !store.adopt(
                    "none",
                    on: submitter.channel.id,
                    upstreamID: "v",
                    status: .inProgress
                )
            )

            let adopted = try store.stored(task)
            #expect(adopted.upstreamID == "u")
            #expect(adopted.status == .inProgress)
            #expect(adopted.quota == 50_000)
        }
    }

    @Test func adopt_refusesAnID_ofAChannelThatTheTaskHasLeft() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)
            let other = try store.makeChannel("two")
            _ = try store.moveToChannel(other.id, mjID: task.mjID)

            let first = submitter.channel.id
            #expect(
                try await !store.adopt(task.mjID, on: first, upstreamID: "u", status: .submitted)
            )
            #expect(try store.stored(task).upstreamID == nil)
            _ = try store.cancel(task.mjID, owner: task.userID)
            #expect(
                try await !store.adopt(task.mjID, on: first, upstreamID: "u", status: .submitted)
            )
            #expect(try store.stored(task).upstreamID == nil, "the other channel is told")
        }
    }

    @Test func adopt_refusesAnID_thatAnotherUnfinishedTaskOfTheChannelHas() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let other = try store.makeChannel("two")
            let elsewhere = Submitter(
                user: submitter.user,
                token: submitter.token,
                channel: other
            )
            let first = try store.makeAcceptedTask(of: submitter, upstreamID: "u")
            let second = try store.makeTask(of: submitter)
            let third = try store.makeTask(of: elsewhere)

            #expect(
                try await !store.adopt(
                    second.mjID,
                    on: submitter.channel.id,
                    upstreamID: "u",
                    status: .submitted
                )
            )
            #expect(
                try await store.adopt(
                    third.mjID,
                    on: elsewhere.channel.id,
                    upstreamID: "u",
                    status: .submitted
                )
            )
            _ = try await store.finish([.make(of: first)])
            #expect(
                try await store.adopt(
                    second.mjID,
                    on: submitter.channel.id,
                    upstreamID: "u",
                    status: .submitted
                )
            )
        }
    }

    @Test func adoptedAsModal_theTaskIsFree_untilItsModalCall() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeTask(of: submitter)

            #expect(
                try await store.adopt(
                    task.mjID,
                    on: submitter.channel.id,
                    upstreamID: "u",
                    status: .modal
                )
            )
            #expect(try store.user(named: "ann").quota == 50_000)
            // The answer that came after all: neither a second refund nor a way around the price.
            for (code, status) in [(21, TaskStatus.modal), (1, .submitted)] {
                try store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "u",
                    code: code,
                    description: "",
                    status: status
                )
                #expect(try store.stored(task).status == .modal)
                #expect(try store.user(named: "ann").quota == 50_000)
            }
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func adoptModal_isTheLostAnswer_withTheCallsPrompt() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTaskWithModalSent(of: submitter, prompt: "a dog")

            #expect(try await store.adoptModal(task.mjID))
            #expect(try await !store.adoptModal(task.mjID))
            try store.recordModalRefusal(mjID: task.mjID, code: 4, description: "late")

            let adopted = try store.stored(task)
            #expect(adopted.status == .submitted)
            #expect(adopted.prompt == "a dog")
            #expect(adopted.quota == 50_000)
            #expect(try await store.unansweredTasks(sentBefore: .max).isEmpty)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func recordHookedID_doesNothing_toATaskThatHasItsIDOrHasEnded() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let accepted = try store.makeAcceptedTask(of: submitter)
            let ended = try store.makeTask(of: submitter)
            _ = try await store.finish([.make(of: ended, status: .failure)])

            for mjID in [accepted.mjID, ended.mjID, "none"] {
                try store.recordHookedID("x", of: mjID)
            }

            let hooked = "SELECT count(*) FROM task_details WHERE hooked_id <> ''"
            #expect(try store.number(hooked) == 0)
        }
    }
}
