import Domain
import Storage
import Synchronization
import TestSupport
import Testing

struct CancelsTests {
    @Test(arguments: [TaskStatus.submitted, .modal, .inProgress])
    func cancel_endsAndRefunds_andTheChannelIsToBeTold(status: TaskStatus) async throws {
        try await withTemporaryStore(configure: { $0.clock = { 5000 } }) { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeAcceptedTask(
                of: submitter,
                status: status,
                details: TaskDetails(notifyHook: "http://hook")
            )

            let outcome = try store.cancel(task.mjID, owner: submitter.user.id)

            let ended = try store.stored(task)
            #expect(outcome == .cancelled(ended))
            #expect(ended.status == .cancel)
            #expect(ended.quota == 0)
            #expect(ended.finishTime == 5000)
            #expect(try store.user(named: "ann").quota == 50_000)
            #expect(try await store.dueCallbacks(limit: 9, now: 5000).map(\.mjID) == [task.mjID])
            #expect(
                try await store.dueCancellations(limit: 9, now: 5000) == [
                    PendingCancellation(
                        mjID: task.mjID,
                        channelID: submitter.channel.id,
                        upstreamID: "u1",
                        attempts: 0,
                        createdAt: 5000
                    )
                ]
            )
            #expect(
                try store.cancel(task.mjID, owner: submitter.user.id) == .alreadyEnded(ended)
            )
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func cancel_ofAnothersOrNobodysTask_isUnknown() throws {
        try withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let task = try store.makeTask(of: ann)

            #expect(try store.cancel(task.mjID, owner: bob.user.id) == .unknown)
            #expect(try store.cancel("none", owner: ann.user.id) == .unknown)
            #expect(try store.stored(task) == task)
        }
    }

    @Test func aCancelledModalCall_isRefunded() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeTaskWithModalSent(of: submitter)
            #expect(try store.user(named: "ann").quota == 0)

            _ = try store.cancel(task.mjID, owner: submitter.user.id)

            #expect(try store.user(named: "ann").quota == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func theChannelIsTold_onceItsIDIsKnown() async throws {
        try await withTemporaryStore(configure: { $0.clock = { 5000 } }) { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<4).map { _ in try store.makeTask(of: submitter) }
            for task in tasks { _ = try store.cancel(task.mjID, owner: task.userID) }
            #expect(try await store.dueCancellations(limit: 9, now: .max).isEmpty)

            let outcome = try store.recordAcceptance(
                mjID: tasks[0].mjID,
                upstreamID: "late",
                code: 1,
                description: "",
                status: .submitted
            )
            #expect(outcome == .alreadyEnded)
            #expect(
                try await !store.adopt(
                    tasks[1].mjID,
                    on: submitter.channel.id,
                    upstreamID: "found",
                    status: .submitted
                )
            )
            try store.recordRefusal(mjID: tasks[2].mjID, code: 23, reason: "full")
            let other = try store.makeChannel("other")
            #expect(try store.moveToChannel(other.id, mjID: tasks[3].mjID) == .ended)

            let due = try await store.dueCancellations(limit: 9, now: .max)
            #expect(due.map(\.upstreamID) == ["late", "found"])
            #expect(try store.stored(tasks[0]).status == .cancel)
            #expect(try store.number("SELECT count(*) FROM cancellations") == 2)
        }
    }

    @Test func aCancellation_isTriedAgainWhenDue_untilToldOrGivenUp() async throws {
        try await withTemporaryStore(configure: { $0.clock = { 1000 } }) { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<3).map { number in
                try store.makeAcceptedTask(of: submitter, upstreamID: "u\(number)")
            }
            for task in tasks { _ = try store.cancel(task.mjID, owner: task.userID) }
            let all = try await store.dueCancellations(limit: 9, now: 1000)
                .sorted { $0.upstreamID < $1.upstreamID }

            try await store.recordFailure(of: all[0], retryAt: 8000)
            try await store.recordFailure(of: all[1], retryAt: nil)
            let early = try await store.dueCancellations(limit: 9, now: 7999)
            #expect(early.map(\.upstreamID) == ["u2"])
            let late = try await store.dueCancellations(limit: 9, now: 8000)
            #expect(late.map(\.upstreamID) == ["u2", "u0"])
            #expect(late.map(\.attempts) == [0, 1])
            #expect(try await store.dueCancellations(limit: 1, now: 8000).count == 1)

            try await store.recordCancellation(all[0])
            #expect(try await store.dueCancellations(limit: 9, now: .max).count == 1)
        }
    }

    /// The cancel may have reached the channel before the modal call did.
    @Test(arguments: [0, 1, 2])
    func aModalCallTakenAfterTheCancel_isToldAgain(wasTold: Int) async throws {
        try await withTemporaryStore(configure: { $0.clock = { 5000 } }) { store in
            let submitter = try store.makeSubmitter(quota: 50_000)
            let task = try store.makeTaskWithModalSent(of: submitter)
            _ = try store.cancel(task.mjID, owner: task.userID)
            let first = try #require(try await store.dueCancellations(limit: 9, now: 5000).first)
            if wasTold == 1 { try await store.recordCancellation(first) }
            if wasTold == 2 { try await store.recordFailure(of: first, retryAt: 9000) }

            let call = ModalCall.make(of: task, by: submitter)
            let outcome = try store.recordModalAcceptance(of: call, code: 1, description: "")
            #expect(outcome == .alreadyEnded)

            // Who was telling the channel when the call arrived has told it too early.
            if wasTold == 0 {
                try await store.recordCancellation(first)
                try await store.recordFailure(of: first, retryAt: nil)
            }
            let due = try await store.dueCancellations(limit: 9, now: 5000)
            #expect(due.map(\.mjID) == [task.mjID])
            #expect(due.first?.attempts == 0)
            #expect(try store.user(named: "ann").quota == 50_000)
        }
    }

    /// An operator's, whether or not its channel has heard of it by then, and a deadline's.
    @Test(arguments: ["operator", "operator, told", "deadline"])
    func aModalCallTakenAfterAnEndOfOurs_isToldToItsChannel(end: String) async throws {
        try await withTemporaryStore(configure: { $0.clock = { 5000 } }) { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTaskWithModalSent(of: submitter)
            if end == "deadline" {
                var ending = TaskEnding.make(of: task, status: .failure)
                ending.isGivenUp = true
                _ = try await store.finish([ending])
            } else {
                _ = try store.failTask(mjID: task.mjID, reason: "stuck")
            }
            if end == "operator, told" {
                for due in try await store.dueCancellations(limit: 9, now: .max) {
                    try await store.recordCancellation(due)
                }
            }

            let call = ModalCall.make(of: task, by: submitter)
            let outcome = try store.recordModalAcceptance(of: call, code: 1, description: "")

            #expect(outcome == .alreadyEnded)
            let due = try await store.dueCancellations(limit: 9, now: 5000)
            #expect(due.map(\.upstreamID) == ["u1"])
            #expect(try store.stored(task).status == .failure)
        }
    }

    @Test func aSubmitTakenAfterItsDeadline_isToldToItsChannel() async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            var ending = TaskEnding.make(of: task, status: .failure)
            ending.isGivenUp = true
            _ = try await store.finish([ending])
            #expect(try await store.dueCancellations(limit: 9, now: .max).isEmpty)

            _ = try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "late",
                code: 1,
                description: "",
                status: .submitted
            )

            let due = try await store.dueCancellations(limit: 9, now: .max)
            #expect(due.map(\.upstreamID) == ["late"])
        }
    }

    /// The channel has said that it is over.
    @Test func aModalCallTakenAfterAFailure_isToldToNobody() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTaskWithModalSent(of: submitter)
            _ = try await store.finish([.make(of: task, status: .failure)])

            let call = ModalCall.make(of: task, by: submitter)
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")

            #expect(try await store.dueCancellations(limit: 9, now: .max).isEmpty)
        }
    }

    @Test func cancellations_ofUnknownIDs_areForgottenInTheEnd() async throws {
        let now = Mutex<Milliseconds>(1000)
        try await withTemporaryStore(configure: { $0.clock = { now.withLock { $0 } } }) { store in
            let submitter = try store.makeSubmitter()
            for time in [1000, 2000] as [Milliseconds] {
                now.withLock { $0 = time }
                let task = try store.makeTask(of: submitter)
                _ = try store.cancel(task.mjID, owner: task.userID)
            }

            #expect(try await store.removeCancellations(createdBefore: 2000) == 1)
            #expect(try store.number("SELECT min(created_at) FROM cancellations") == 2000)
        }
    }
}
