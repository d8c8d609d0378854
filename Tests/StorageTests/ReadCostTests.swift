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

    @Test func whatAdministratorsSeeOfAUser_costsNothingForHistory() throws {
        var steps: [[Int]] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                try database.execute(
                    sql: """
                        INSERT INTO ledger (user_id, number, kind, task_id, attempt, amount,
                            created_at)
                        SELECT 1, user_ordinal + 1, 'charge', id, 1, -1, 1 FROM tasks
                            WHERE user_id = 1;
                        UPDATE users SET quota = quota - \(count), spent = \(count) WHERE id = 1;
                        """
                )
                let reads: [(Database) throws -> Int] = [
                    { try $0.taskCounts(of: 1).all - count + 4 },
                    { try $0.taskCounts(of: 1).unfinished },
                    { try $0.ledger(of: 1, page: 1, pageSize: 4).entries.count },
                    { try $0.ledger(of: 1, page: 3, pageSize: 4).entries.count },
                    { try $0.ledger(of: 1, task: "task-50").count + 3 },
                ]
                steps.append(
                    try reads.map { read in
                        let (cost, found) = try cost(in: database, read)
                        #expect(found == 4)
                        // The few unfinished tasks of all users are walked.
                        #expect(cost.fullScanSteps <= 8)
                        #expect(cost.sorts == 0)
                        return cost.steps
                    }
                )
            }
        }
        for (few, many) in zip(steps[0], steps[1]) { #expect(abs(few - many) <= 4, "\(steps)") }
    }

    @Test func whatIsDue_costsNothingForTheRest() throws {
        var steps: [[Int]] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                // Two callbacks wait among thousands that were given up; the same of
                // cancellations that are due later, and of tasks without answer.
                try database.execute(
                    sql: """
                        INSERT INTO callbacks (task_id, url, created_at, next_attempt_at, failed_at)
                            SELECT id, 'u', id, id, iif(id <= 2, NULL, 1) FROM tasks;
                        INSERT INTO cancellations (task_id, created_at, next_attempt_at)
                            SELECT id, id, iif(id <= 2, id, 1000000 + id) FROM tasks;
                        UPDATE tasks SET upstream_id = 'u' WHERE id > 2;
                        """
                )
                let reads: [(Database) throws -> Int] = [
                    { try $0.dueCallbacks(limit: 10, now: .max).count },
                    { try $0.dueCancellations(limit: 10, now: 1000).count },
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

    // MARK: Measuring

    private struct Cost {
        var steps = 0
        var fullScanSteps = 0
        var sorts = 0
    }

    /// On the way of every submit.
    @Test func tasksInFlight_costWhatTheLimitSays_howeverManyThereAre() throws {
        var steps: [Int] = []
        for count in [Self.small, Self.large] {
            try withDatabase(tasks: count) { database, _ in
                // All are under way, but for half of them, which wait for their users.
                try database.execute(
                    sql: """
                        UPDATE tasks SET finished = 0, progress = 0,
                            status = iif(id % 4 < 2, 'MODAL', 'SUBMITTED')
                        """
                )
                let cost = try cost(in: database) { try $0.tasksInFlight(on: 1, upTo: 20) }
                #expect(cost.value == 20)
                #expect(cost.cost.fullScanSteps == 0)
                steps.append(cost.cost.steps)
            }
        }
        #expect(steps[0] == steps[1])
        #expect(steps[0] < 300)
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
}
