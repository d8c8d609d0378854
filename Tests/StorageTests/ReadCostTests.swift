import CSQLite
import Domain
import GRDB
import TestSupport
import Testing

@testable import Storage

/// What reads cost, in steps of SQLite's virtual machine: numbers that do not depend on the
/// machine (https://www.sqlite.org/c3ref/c_stmtstatus_counter.html).
struct ReadCostTests {
    /// Two databases that differ only in the number of tasks: 100 and 20,000 of one user, among
    /// ten times the other's. One in ten is on the second channel; four are unfinished.
    private static let small = 100
    private static let large = 20_000

    @Test(arguments: ["unfiltered", "since", "until", "between"])
    func aPage_costsTheSame_atAnyDepthAndForAnyNumberOfTasks(filter: String) throws {
        for scope in [ListQuery.Scope.user(1), .everyone(channelID: nil)] {
            var costs: [Cost] = []
            for count in [Self.small, Self.large] {
                try withDatabase(tasks: count) { database, _ in
                    let all = scope == .user(1) ? count : count + 10
                    var query = ListQuery(scope: scope)
                    // Times are 10, 20, 30 …; the filters take off one page at each end.
                    if filter == "since" || filter == "between" { query.start = 205 }
                    if filter == "until" || filter == "between" {
                        query.end = Int64(all - 20) * 10 + 5
                    }
                    let (first, page) = try cost(of: query, in: database)
                    #expect(page.tasks.count == 20)
                    query.page = page.total / 20
                    let (deepest, deepestPage) = try cost(of: query, in: database)
                    #expect(deepestPage.tasks.count == 20)
                    #expect(page.total == expectedTotal(all, filter))
                    costs += [first, deepest]
                }
            }
            for cost in costs {
                #expect(cost.steps < 1000)
                #expect(abs(cost.steps - costs[0].steps) <= 4, "\(scope) \(filter): \(costs)")
                #expect(cost.fullScanSteps == 0)
                #expect(cost.sorts == 0)
            }
        }
    }

    @Test func aChannelsPage_isCountedOnItsIndex_andNeverSortedOrScanned() throws {
        try withDatabase(tasks: Self.large) { database, _ in
            let query = ListQuery(scope: .everyone(channelID: 2), page: 90)
            let (cost, page) = try cost(of: query, in: database)

            #expect(page.total == 2001)
            #expect(page.tasks.count == 20)
            #expect(cost.fullScanSteps == 0)
            #expect(cost.sorts == 0)
            // A few steps for each match, none for the tasks of other channels.
            #expect(cost.steps < 2001 * 8)
        }
    }

    @Test func unfinishedTasks_costNothingForFinishedOnes() throws {
        var steps: [Int] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                let cost = try cost(in: database) { try $0.unfinishedTasks().count }
                #expect(cost.value == 4)
                steps.append(cost.cost.steps)
            }
        }
        #expect(steps[0] == steps[1])
    }

    @Test func ownTasks_costTheSame_onAnyPageAndForAnyNumberOfTasks() throws {
        var costs: [Cost] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                for page in [1, count / 20] {
                    let (cost, tasks) = try cost(in: database) {
                        try $0.newestTasks(of: 1, page: page, pageSize: 20).count
                    }
                    #expect(tasks == 20)
                    costs.append(cost)
                }
            }
        }
        for cost in costs {
            #expect(cost.steps < 1500)
            #expect(abs(cost.steps - costs[0].steps) <= 4, "\(costs)")
            #expect(cost.fullScanSteps == 0)
            #expect(cost.sorts == 0)
        }
    }

    @Test func aQueue_costsNothingForTasksThatDoNotWait() throws {
        var costs: [Cost] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                try database.execute(
                    sql: "UPDATE tasks SET status = 'MODAL' WHERE user_id = 1 AND user_ordinal = 2"
                )
                for (page, expected) in [(1, 2), (2, 1)] {
                    let (cost, tasks) = try cost(in: database) {
                        try $0.queuedTasks(of: 1, page: page, pageSize: 2).count
                    }
                    #expect(tasks == expected)
                    #expect(cost.fullScanSteps == 0)
                    #expect(cost.sorts == 0)
                    costs.append(cost)
                }
            }
        }
        #expect(costs[0].steps == costs[2].steps)
        #expect(costs[1].steps == costs[3].steps)
    }

    /// A page far back in a long queue: what is skipped costs a few steps each.
    @Test func aLongQueue_isSkippedInOrder_withoutASort() throws {
        try withDatabase(tasks: Self.large) { database, _ in
            try database.execute(
                sql: """
                    UPDATE tasks SET status = 'SUBMITTED', finished = 0, progress = 0 \
                    WHERE user_id = 1 AND user_ordinal <= 2000
                    """
            )
            let (cost, tasks) = try cost(in: database) {
                try $0.queuedTasks(of: 1, page: 100, pageSize: 20).count
            }
            #expect(tasks == 20)
            #expect(cost.steps < 2000 * 8)
            #expect(cost.fullScanSteps == 0)
            #expect(cost.sorts == 0)
        }
    }

    @Test func whatIsDue_costsNothingForTheRest() throws {
        var steps: [[Int]] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                // Two callbacks wait among thousands that were given up; the same of
                // cancellations whose channel's id is not known, and of tasks without answer.
                try database.execute(
                    sql: """
                        INSERT INTO callbacks (task_id, url, created_at, next_attempt_at, failed_at)
                            SELECT id, 'u', id, id, iif(id <= 2, NULL, 1) FROM tasks;
                        INSERT INTO cancellations (task_id, created_at, next_attempt_at)
                            SELECT id, id, iif(id <= 2, id, NULL) FROM tasks;
                        UPDATE tasks SET upstream_id = 'u' WHERE id > 2;
                        """
                )
                let reads: [(Database) throws -> Int] = [
                    { try $0.dueCallbacks(limit: 10, now: .max).count },
                    { try $0.dueCancellations(limit: 10, now: .max).count },
                    { try $0.unansweredTasks(sentBefore: .max).count },
                    { try $0.callbacks(onlyFailed: true, limit: 2).count },
                    { try $0.callbacks(onlyFailed: false, limit: 2).count },
                ]
                steps.append(
                    try reads.map { read in
                        let (cost, found) = try cost(in: database, read)
                        #expect(found == 2)
                        // An ordered walk along the primary key, ended by its LIMIT.
                        #expect(cost.fullScanSteps <= 2)
                        #expect(cost.sorts == 0)
                        return cost.steps
                    }
                )
            }
        }
        #expect(steps[0] == steps[1])
    }

    @Test func singleReads_areLookUps() throws {
        try withDatabase(tasks: Self.large) { database, _ in
            for read: (Database) throws -> Bool in [
                { try $0.task("task-777", owner: 1) != nil },
                { try $0.picture(of: "task-777") == nil },
                { try $0.identity(of: .make()) == nil },
                { try $0.pendingPictures(limit: 10, now: .max).isEmpty },
                { try $0.callbackTask("task-777") != nil },
                { try $0.page(ListQuery(scope: .user(1), mjID: "task-777")).total == 1 },
            ] {
                let (cost, isRight) = try cost(in: database, read)
                #expect(isRight)
                #expect(cost.steps < 70)
                #expect(cost.fullScanSteps == 0)
                #expect(cost.sorts == 0)
            }
        }
    }

    /// The writes' statements too: whatever a connection has prepared by then is explained.
    @Test func noStatement_scansOrSortsTasks() throws {
        try withDatabase(tasks: Self.small) { database, submitter in
            for scope in [
                ListQuery.Scope.user(1), .everyone(channelID: nil), .everyone(channelID: 1),
            ] {
                _ = try database.page(ListQuery(scope: scope, start: 5, end: 500))
            }
            _ = try database.page(ListQuery(scope: .user(1), mjID: "task-7"))
            _ = try database.unfinishedTasks()
            _ = try database.task("task-7", owner: nil)
            _ = try database.picture(of: "task-7")
            _ = try database.pendingPictures(limit: 10, now: 1)
            _ = try database.newestTasks(of: 1, page: 1, pageSize: 2)
            _ = try database.queuedTasks(of: 1, page: 1, pageSize: 2)
            _ = try database.dueCallbacks(limit: 10, now: 1)
            _ = try database.dueCancellations(limit: 10, now: 1)
            _ = try database.unansweredTasks(sentBefore: 1)
            _ = try database.callbackTask("task-7")
            try database.inTransaction {
                let transaction = WriteTransaction(database)
                let clock = SubmitClock(now: { 5 }, logger: .silent)
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
            for (sql, plan) in plans {
                let bad = plan.filter { step in
                    step.contains("TEMP B-TREE")
                        || (step.contains("SCAN") && !step.contains("tasks_unfinished")
                            && !step.contains("callbacks_failed"))
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
            try transaction.assign("u", status: .modal, to: task, at: 9)
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

    // MARK: Measuring

    private struct Cost {
        var steps = 0
        var fullScanSteps = 0
        var sorts = 0
    }

    private func cost(of query: ListQuery, in database: Database) throws -> (Cost, ListPage) {
        let (cost, page) = try cost(in: database) { try $0.page(query) }
        return (cost, page)
    }

    private func cost<Value>(in database: Database, _ read: (Database) throws -> Value) throws
        -> (cost: Cost, value: Value)
    {
        // Statements are prepared, and their counters reset, by a run that is not counted.
        _ = try read(database)
        _ = database.takeCounters()
        let value = try read(database)
        let (steps, fullScanSteps, sorts) = database.takeCounters()
        return (Cost(steps: steps, fullScanSteps: fullScanSteps, sorts: sorts), value)
    }

    private func expectedTotal(_ all: Int, _ filter: String) -> Int {
        switch filter {
        case "since", "until": all - 20
        case "between": all - 40
        default: all
        }
    }

    private func withDatabase(tasks count: Int, _ body: (Database, Submitter) throws -> Void) throws
    {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter("user 1", byte: 2)
            _ = try store.makeSubmitter("user 2", byte: 3)
            _ = try store.makeChannel("two")
            let queue = try DatabaseQueue(path: store.configuration.path)
            try queue.write { database in
                try database.insertTasks(ofUser: 1, ordinals: 1...count)
                try database.insertTasks(ofUser: 2, ordinals: (count + 1)...(count + 10))
                try database.execute(
                    sql: "UPDATE meta SET value = ? WHERE key = 'last_task_id'",
                    arguments: [count + 10]
                )
            }
            try queue.writeWithoutTransaction { try body($0, submitter) }
        }
    }
}

extension Database {
    /// One in ten is on the second channel, the first four of all are unfinished.
    fileprivate func insertTasks(ofUser user: UserID, ordinals: ClosedRange<Int>) throws {
        try execute(
            sql: """
                WITH RECURSIVE numbers (n) AS (
                    SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last
                )
                INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, channel_id, action,
                    status, finished, progress, prompt, submit_time)
                SELECT :user, n - :first + 1, n, n, 'task-' || n, iif(n % 10 = 0, 2, 1), 'IMAGINE',
                    iif(n <= 4, 'SUBMITTED', 'SUCCESS'), n > 4, iif(n > 4, 100, 0),
                    'a cat in a hat', n * 10
                FROM numbers
                """,
            arguments: ["user": user, "first": ordinals.lowerBound, "last": ordinals.upperBound]
        )
        try execute(
            sql: "INSERT INTO task_details (task_id) SELECT id FROM tasks WHERE user_id = ?",
            arguments: [user]
        )
    }

    /// Sums up and resets the counters of all statements of the connection.
    fileprivate func takeCounters() -> (steps: Int, fullScanSteps: Int, sorts: Int) {
        var sums = (steps: 0, fullScanSteps: 0, sorts: 0)
        var statement = sqlite3_next_stmt(sqliteConnection, nil)
        while let current = statement {
            sums.steps += Int(sqlite3_stmt_status(current, SQLITE_STMTSTATUS_VM_STEP, 1))
            sums.fullScanSteps += Int(
                sqlite3_stmt_status(current, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1)
            )
            sums.sorts += Int(sqlite3_stmt_status(current, SQLITE_STMTSTATUS_SORT, 1))
            statement = sqlite3_next_stmt(sqliteConnection, current)
        }
        return sums
    }

    /// The plan of each statement the connection has prepared so far.
    fileprivate func plans() throws -> [String: [String]] {
        var texts: [String] = []
        var statement = sqlite3_next_stmt(sqliteConnection, nil)
        while let current = statement {
            texts.append(String(cString: sqlite3_sql(current)))
            statement = sqlite3_next_stmt(sqliteConnection, current)
        }
        let queries = Set(texts).filter { text in
            ["SELECT", "UPDATE", "INSERT", "DELETE"].contains { text.hasPrefix($0) }
        }
        return try Dictionary(
            uniqueKeysWithValues: queries.map { text in
                (text, try select("EXPLAIN QUERY PLAN " + text) { $0.text(3) })
            }
        )
    }
}
