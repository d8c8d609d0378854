import Domain
import GRDB
import TestSupport
import Testing

@testable import Storage

/// Lists for operators, in databases of user 1 with many tasks and user 2 with ten; see
/// ``withDatabase(tasks:_:)``.
@Suite struct SearchTests {
    @Test(arguments: [100, 20_000]) func aRareState_isLookedForOnlySoDeep(count: Int) throws {
        try withDatabase(tasks: count) { database, _ in
            _ = database.takeCounters()
            let filter = TaskFilter(user: 1, status: .failure)
            let search = try database.newestTasks(matching: filter, limit: 5, depth: 50)
            #expect(search.tasks.isEmpty)
            // Times are 10, 20, 30 …; the newest fifty were looked at.
            #expect(search.continuation == Int64(count - 49) * 10)
            let cost = database.takeCounters()
            #expect(cost.steps < 3_000)
            #expect(cost.fullScanSteps == 0)
            #expect(cost.sorts == 0)
        }
    }

    @Test func aSearch_goesOnWhereItEnded_toTheOldest() throws {
        for filter in [
            TaskFilter(user: 1, status: .success), TaskFilter(status: .success),
            TaskFilter(channel: 2, status: .success), TaskFilter(user: 1, channel: 2),
        ] {
            try withDatabase(tasks: 1_300) { database, _ in
                let whole = try database.newestTasks(matching: filter, limit: .max, depth: .max)
                #expect(whole.continuation == nil)
                var parts: [Int64] = []
                var part = filter
                while true {
                    let search = try database.newestTasks(matching: part, limit: 100, depth: 700)
                    parts += search.tasks.map(\.id).filter { !parts.suffix(1).contains($0) }
                    guard let next = search.continuation else { break }
                    part.end = next
                }
                #expect(parts == whole.tasks.map(\.id))
                let expected = try Int64.fetchAll(
                    database,
                    sql: """
                        SELECT id FROM tasks WHERE (:user IS NULL OR user_id = :user) \
                        AND (:channel IS NULL OR channel_id = :channel) \
                        AND (:status IS NULL OR status = :status) ORDER BY id DESC
                        """,
                    arguments: [
                        "user": filter.user, "channel": filter.channel,
                        "status": filter.status?.rawValue,
                    ]
                )
                #expect(whole.tasks.map(\.id) == expected)
            }
        }
    }

    @Test func unfinishedTasks_areFiltered_newestFirst() throws {
        try withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let tasks = try [ann, bob, ann].map { try store.makeTask(of: $0) }
            #expect(
                try store.unfinishedTasks(matching: TaskFilter()).map(\.id)
                    == tasks.map(\.id).reversed()
            )
            #expect(
                try store.unfinishedTasks(matching: TaskFilter(user: ann.user.id)).map(\.id)
                    == [tasks[2].id, tasks[0].id]
            )
            for filter in [
                TaskFilter(status: .inProgress), TaskFilter(channel: 99),
                TaskFilter(start: tasks[2].submitTime + 1), TaskFilter(end: 1),
            ] {
                #expect(try store.unfinishedTasks(matching: filter).isEmpty)
            }
        }
    }
}
