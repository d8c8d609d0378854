import Domain
import Storage
import TestSupport
import Testing

struct SubmitsTests {
    @Test func recordAcceptance_keepsTheChannelsID_andMovesForwardOnly() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)

            try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "u1",
                code: 1,
                description: "ok",
                status: .submitted
            )
            let submitted = try #require(try store.task(task.mjID, owner: nil)).task
            #expect(submitted.status == .submitted)
            #expect(submitted.upstreamID == "u1")

            try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "u1",
                code: 1,
                description: "ok",
                status: .modal
            )
            #expect(try store.task(task.mjID, owner: nil)?.task.status == .submitted)
        }
    }

    @Test func recordAcceptance_ofAFinishedTask_onlyKeepsTheChannelsID() throws {
        try withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            try store.recordRefusal(mjID: task.mjID, code: 3, reason: "no account")
            var ended = try #require(try store.task(task.mjID, owner: nil)).task

            let outcome = try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "u1",
                code: 1,
                description: "",
                status: .submitted
            )

            #expect(outcome == .alreadyEnded)
            ended.upstreamID = "u1"
            #expect(try store.task(task.mjID, owner: nil)?.task == ended)
        }
    }

    @Test func recordRefusal_endsTheTask_withReasonAndRefund() throws {
        try withTemporaryStore(configure: { $0.clock = { 5000 } }) { store in
            let submitter = try store.makeSubmitter(quota: 100_000)
            let task = try store.makeTask(of: submitter)

            try store.recordRefusal(mjID: task.mjID, code: 23, reason: "queue full")

            let ended = try #require(try store.task(task.mjID, owner: nil)).task
            #expect(ended.status == .failure)
            #expect(ended.failReason == "queue full")
            #expect(ended.finishTime == 5000)
            #expect(ended.quota == 0)
            let user = try store.user(named: "ann")
            #expect(user.quota == 100_000)
            #expect(user.spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func moveToChannel_isOnlyForTasksThatNoChannelHas() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let other = try store.makeChannel("two")
            let task = try store.makeTask(of: submitter)

            #expect(try store.moveToChannel(other.id, mjID: task.mjID) == .moved)
            #expect(try store.task(task.mjID, owner: nil)?.task.channelID == other.id)
            #expect(throws: StorageError.notFound(what: "channel")) {
                try store.moveToChannel(99, mjID: task.mjID)
            }

            try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "u",
                code: 1,
                description: "",
                status: .submitted
            )
            #expect(
                try store.moveToChannel(submitter.channel.id, mjID: task.mjID) == .alreadyOnChannel
            )

            try store.recordRefusal(mjID: task.mjID, code: 1, reason: "")
            #expect(try store.moveToChannel(submitter.channel.id, mjID: task.mjID) == .ended)
            #expect(try store.task(task.mjID, owner: nil)?.task.channelID == other.id)
            #expect(throws: StorageError.notFound(what: "task")) {
                try store.moveToChannel(other.id, mjID: "none")
            }
        }
    }
}
