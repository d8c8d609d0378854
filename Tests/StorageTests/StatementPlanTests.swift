import Domain
import GRDB
import TestSupport
import Testing

@testable import Storage

struct StatementPlanTests {
    /// What may be scanned: indexes of few rows, and what is counted up to a limit.
    private static let short = [
        "tasks_in_flight", "tasks_waiting", "callbacks_failed", "uploads_under_way", "(subquery",
    ]

    /// The writes' statements too: whatever a connection has prepared by then is explained.
    @Test func noStatement_scansOrSortsTasks() throws {
        try withDatabase(tasks: 100) { database, submitter in
            for scope in [
                ListQuery.Scope.user(1), .everyone(channelID: nil), .everyone(channelID: 1),
            ] {
                _ = try database.page(ListQuery(scope: scope, start: 5, end: 500))
            }
            _ = try database.page(ListQuery(scope: .user(1), mjID: "task-7"))
            _ = try database.unfinishedTasks()
            _ = try database.channels()
            _ = try database.channel(1)
            _ = try database.channelHealth(1)
            _ = try database.tasksInFlight(on: 1, upTo: 5)
            _ = try database.selectOne(TaskSQL.waiting, 1) { $0.integer(0) }
            _ = try database.task("task-7", owner: nil)
            _ = try database.picture(of: "task-7")
            _ = try database.pendingPictures(limit: 10, now: 1)
            _ = try database.newestTasks(of: 1, page: 1, pageSize: 2)
            _ = try database.queuedTasks(of: 1, page: 1, pageSize: 2)
            _ = try database.dueCallbacks(limit: 10, now: 1)
            _ = try database.dueCancellations(limit: 10, now: 1)
            _ = try database.unansweredTasks(sentBefore: 1)
            _ = try database.callbackTask("task-7")
            _ = try database.report(on: "task-7")
            for filter in [
                TaskFilter(user: 1, status: .failure), .init(status: .failure),
                .init(channel: 1, status: .failure),
            ] {
                _ = try database.newestTasks(matching: filter, limit: 5, depth: 50)
            }
            try database.inTransaction {
                let transaction = WriteTransaction(database)
                let clock = SubmitClock(now: { 5 }, logger: .silent)
                try transaction.run("UPDATE users SET concurrent_tasks = 99 WHERE id = 1")
                try transaction.run("UPDATE tokens SET submits_per_minute = 99 WHERE id = 1")
                let details = TaskDetails(notifyHook: "http://hook")
                let outcome = try transaction.accept(
                    [.make(of: submitter, details: details)],
                    clock: clock
                )
                guard case .accepted(let tasks) = outcome, let task = tasks.first else {
                    Issue.record("not accepted: \(outcome)")
                    return .rollback
                }
                try transaction.checkpoint(.make(of: task))
                try transaction.end(
                    task,
                    by: .make(of: task, status: .failure, picture: .pending(url: "http://a")),
                    at: 9
                )
                try exerciseFollowUps(in: transaction, by: submitter, clock: clock)
                return .commit
            }

            let plans = try database.plans()
            #expect(plans.count > 20)
            // There are few channels.
            for (sql, plan) in plans where !sql.contains("FROM channels c") {
                let bad = plan.filter { step in
                    step.contains("TEMP B-TREE")
                        || (step.contains("SCAN")
                            && !Self.short.contains { step.contains($0) })
                }
                #expect(bad.isEmpty, "\(sql)")
            }
        }
    }

    private func exerciseFollowUps(
        in transaction: WriteTransaction,
        by submitter: Submitter,
        clock: SubmitClock
    ) throws {
        for isTaken in [true, false] {
            let outcome = try transaction.accept([.make(of: submitter)], clock: clock)
            guard case .accepted(let tasks) = outcome, var task = tasks.first else { return }
            #expect(try transaction.assign("u", status: .modal, to: task, at: 9))
            let call = ModalCall.make(of: task, by: submitter, prompt: "a dog")
            _ = try transaction.beginModal(call, at: 9)
            task = try #require(try transaction.unfinishedTask(task.mjID))
            #expect(task.isModalSent)
            if isTaken {
                try transaction.submitModal(task)
            } else {
                try transaction.refuseModal(task, at: 9)
            }
            #expect(try transaction.cancel(task.mjID, owner: task.userID, at: 9) != .unknown)
            try transaction.keepID("v", ofEnded: task, at: 9)
            try transaction.dropCancellation(ofUnsent: task.mjID)
        }
        let upload = try transaction.beginUpload(.make(of: submitter), at: 9)
        guard case .begun(let id) = upload else { return }
        #expect(try transaction.endUpload(id, succeeded: false, at: 9))
        try transaction.run(CallbackSQL.removeFailed, [1])
        try transaction.run(CallbackSQL.retry, [1, 1])
        try transaction.run(CallbackSQL.retryFailed, [1])
    }
}
