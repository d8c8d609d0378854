import Domain
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Storage

struct ImportRunTests {
    private struct Crash: Error {}

    private func fill(_ bench: ImportBench, tasks: Int = 30) throws {
        for user in 1...3 { try bench.addUser(user) }
        try bench.addChannel(1)
        for task in 1...tasks { try bench.addTask(task, ["user_id": "\(task % 3 + 1)"]) }
    }

    @Test func aSecondRun_addsOnlyWhatIsNew() throws {
        try withImportBench { bench in
            try fill(bench)
            try bench.run()
            try bench.addUser(4)
            try bench.addTask(31, ["user_id": "4"])

            let report = try bench.run()

            #expect(report.source == "new-api")
            #expect(report.counts(of: .user) == .init(added: 1, present: 3))
            #expect(report.counts(of: .token) == .init(added: 1, present: 3))
            #expect(report.counts(of: .channel) == .init(present: 1))
            #expect(report.counts(of: .task) == .init(added: 1, present: 30))
            try bench.withStore { (store) throws in
                #expect(try store.users().allSatisfy { $0.quota == 1_000_000 })
                #expect(try store.everything(.everyone(channelID: nil)).count == 31)
                #expect(try store.verifyLedger() == [])
            }
        }
    }

    @Test func aDryRun_saysTheSame_andChangesNothing() throws {
        try withImportBench { bench in
            try fill(bench)
            try bench.addTask(40, ["mj_id": "''"])
            let dry = try bench.run(isDryRun: true)
            try bench.withStore { (store) throws in
                #expect(try store.users() == [])
                #expect(try store.channels() == [])
                #expect(try store.number("SELECT count(*) FROM imported") == 0)
            }

            let wet = try bench.run()

            #expect(dry.counts == wet.counts)
            #expect(dry.remarks == wet.remarks)
            #expect(dry.isDryRun && !wet.isDryRun)
        }
    }

    @Test(arguments: FaultPoint.allCases)
    func aCrash_leavesAllOrNothing_andTheNextRunCompletes(point: FaultPoint) throws {
        try withImportBench { bench in
            try fill(bench)

            #expect(throws: StorageError.self) {
                try bench.run { if $0 == point { throw Crash() } }
            }

            try bench.withStore { store in
                let tasks = try store.everything(.everyone(channelID: nil)).count
                #expect(tasks == (point == .committed ? 30 : 0))
                #expect(try store.users().count == (point == .committed ? 3 : 0))
                #expect(try store.damages() == [])
            }
            try bench.run()
            try bench.withStore { (store) throws in
                #expect(try store.everything(.everyone(channelID: nil)).count == 30)
                #expect(try store.users().map(\.quota) == [1_000_000, 1_000_000, 1_000_000])
                #expect(try store.verifyLedger() == [])
            }
        }
    }

    @Test func twoDatabases_doNotMix_andEachIsRecognized() throws {
        try withImportBench { first in
            try fill(first)
            try first.run()
            try withImportBench { second in
                try second.source.execute("INSERT INTO users (id, username) VALUES (1, 'user 1')")
                try second.source.insert(
                    "tokens",
                    ["id": "1", "user_id": "1", "key": "'another'", "unlimited_quota": "1"]
                )
                try second.addTask(1, ["mj_id": "'other'", "prompt": "'other'"])
                let moved = ImportBench(directory: first.directory, source: second.source)

                let report = try moved.run()

                #expect(report.source == "new-api-2")
                #expect(report.counts(of: .task) == .init(added: 1, changed: 0))
                try first.withStore { store in
                    let other = try store.user(named: "user 1-2")
                    let tasks = try store.everything(.user(other.id))
                    #expect(tasks.map(\.mjID) == ["other"])
                    #expect(try store.everything(.everyone(channelID: nil)).count == 31)
                }
                #expect(try moved.run().counts(of: .task) == .init(present: 1))
                #expect(try first.run().counts(of: .task) == .init(present: 30))
            }
        }
    }

    @Test func aNameForTheSource_isKept() throws {
        try withImportBench { bench in
            try fill(bench)
            #expect(try bench.run(source: "old shop").source == "old shop")
            #expect(try bench.run().counts(of: .task).present == 30)
        }
    }

    @Test func aRunningStore_seesTheImport_andItsUsersAreAnnounced() throws {
        try withImportBench { bench in
            try fill(bench)
            try bench.withStore { store in
                let versions = RecordingVersions()
                let by = try store.makeSubmitter("ann", byte: 8)
                let task = try store.makeTask(of: by)

                try bench.run(versions: versions)

                #expect(try store.everything(.everyone(channelID: nil)).count == 31)
                #expect(try store.page(ListQuery(scope: .user(by.user.id))).tasks == [task])
                let users = Set(try store.users().map(\.id))
                #expect(versions.calls == [.announce(users), .finish(users)])
                #expect(try store.users().count == 4)
                #expect(try store.makeTask(of: by).id > task.id)
            }
        }
    }

    @Test func unfinishedTasks_areFollowedOn_ifTheyAreRecent() throws {
        try withImportBench { bench in
            try bench.addUser(1, quota: 100)
            try bench.addChannel(1)
            let recent = "\(bench.now - 60_000)"
            let waiting: KeyValuePairs = [
                "status": "''", "progress": "'0%'", "submit_time": "\(recent)", "token_id": "1",
            ]
            try bench.addTask(1, waiting)
            try bench.addTask(
                2,
                [
                    "status": "'IN_PROGRESS'", "progress": "'31%'", "submit_time": recent,
                    "quota": "0",
                ]
            )
            try bench.addTask(3, ["status": "'SUBMITTED'", "progress": "'0%'"])
            try bench.addTask(
                4,
                ["status": "''", "progress": "'0%'", "submit_time": recent, "mj_id": "''"]
            )
            try bench.addTask(
                5,
                ["status": "''", "progress": "'0%'", "submit_time": recent, "channel_id": "8"]
            )

            let report = try bench.run()

            try bench.withStore { store in
                let tasks = try store.everything(.user(1)).sorted { $0.id < $1.id }
                #expect(
                    tasks.map(\.status)
                        == [.submitted, .inProgress, .failure, .failure, .failure]
                )
                #expect(tasks[0].upstreamID == tasks[0].mjID)
                #expect(tasks[0].sentAt == tasks[0].submitTime)
                #expect(tasks[1].progress.percent == 31)
                #expect(tasks.dropFirst(2).allSatisfy { !$0.failReason.isEmpty })
                let user = try store.user(named: "user 1")
                #expect(user.quota == 100)
                #expect(user.spent == 50_000)
                #expect(try store.verifyLedger() == [])
                #expect(try store.damages() == [])
            }
            #expect(report.reasons(.task, 1, .changed) == [])
            #expect(report.counts(of: .task).changed == 3)
        }
    }

    @Test func anAdoptedTask_isNotPaidThroughAnothersToken() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.addUser(2)
            try bench.addChannel(1)
            for (id, token) in [(1, 2), (2, 1)] {
                try bench.addTask(
                    id,
                    [
                        "status": "''", "progress": "'0%'", "user_id": "\(id)",
                        "submit_time": "\(bench.now - 60_000)", "token_id": "\(token)",
                    ]
                )
            }

            try bench.run()

            try bench.withStore { store throws in
                #expect(try store.status().unfinishedTasks == 2)
                #expect(try store.number("SELECT sum(spent) FROM users") == 100_000)
                #expect(try store.number("SELECT sum(spent) FROM tokens") == 0)
                #expect(try store.verifyLedger() == [])
            }
        }
    }

    @Test func anAdoptedTask_isRefundedWithWhatItCost() async throws {
        try await withTemporaryDirectory { directory in
            var bench = ImportBench(
                directory: directory,
                source: try NewAPIDatabase(directory + "/one-api.db", .old)
            )
            bench.now = 1_700_000_000_000
            try bench.addUser(1, quota: 100)
            try bench.addChannel(1)
            let recent = "\(bench.now - 60_000)"
            // Of April 2025: the price stands there also where nothing was taken.
            for (id, code) in [(1, 1), (2, 23)] {
                try bench.addTask(
                    id,
                    [
                        "status": "''", "progress": "'0%'", "submit_time": recent,
                        "code": "\(code)",
                    ]
                )
            }
            try bench.run()
            let store = try openStore(in: directory)
            defer { store.close() }

            let tasks = try store.everything(.user(1))
            _ = try await store.finish(tasks.map { .make(of: $0, status: .failure) })

            let user = try store.user(named: "user 1")
            #expect(user.quota == 50_100)
            #expect(user.spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func otherFiles_areRefused() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/mjtask.db")
            _ = try Store.prepare(configuration, logger: .silent)
            try "text that is no database at all, and long enough to have been one".write(
                toFile: directory + "/text.db",
                atomically: false,
                encoding: .utf8
            )
            for path in ["/nowhere.db", "/text.db", "/mjtask.db"] {
                #expect(throws: StorageError.self) {
                    try Store.importNewAPI(
                        .make(directory + path),
                        into: configuration,
                        versions: NoVersions()
                    )
                }
            }
        }
    }

    @Test func missingTablesAndColumns_areNothingThere() throws {
        try withImportBench { bench in
            try bench.source.execute(
                """
                DROP TABLE options; DROP TABLE tokens; DROP TABLE channels; DROP TABLE midjourneys;
                DROP TABLE users; CREATE TABLE midjourneys (id integer primary key, user_id integer);
                INSERT INTO midjourneys VALUES (1, 4), (2, NULL)
                """
            )

            let report = try bench.run()

            #expect(report.counts(of: .task).added == 2)
            try bench.withStore { (store) throws in
                #expect(try store.everything(.everyone(channelID: nil)).count == 2)
                #expect(try store.damages() == [])
            }
        }
    }
}
