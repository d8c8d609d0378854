import Domain
import Foundation
import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

struct WriteQueueTests {
    private struct Crash: Error {}

    @Test func aReader_seesTheOldStateInsideOfAnnounce_andTheNewInsideOfFinish() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let seen = Mutex<[Int]>([])
            versions.onCall { _ in
                let count = (try? store.users().count) ?? -1
                seen.withLock { $0.append(count) }
            }

            let user = try store.makeUser()

            #expect(versions.calls == [.announce([user.id]), .finish([user.id])])
            #expect(seen.withLock { $0 } == [0, 1])
        }
    }

    @Test func aWriter_isToldAfterFinish() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            for number in 1...20 {
                _ = try store.makeUser("user \(number)")
                #expect(versions.calls.count == 2 * number)
            }
        }
    }

    @Test func finish_followsAnnounce_whenTheCommitFails() throws {
        let versions = RecordingVersions()
        let fails = Mutex(false)
        try withTemporaryStore(
            versions: versions,
            configure: { configuration in
                configuration.faults = { point in
                    if point == .announced, fails.withLock({ $0 }) { throw Crash() }
                }
            },
            { store in
                fails.withLock { $0 = true }
                #expect(throws: StorageError.self) { try store.makeUser() }
                #expect(versions.calls == [.announce([1]), .finish([1])])
                let users = try store.users()
                #expect(users.isEmpty)

                fails.withLock { $0 = false }
                let user = try store.makeUser()
                #expect(user.id == 1)
            }
        )
    }

    @Test func nothingIsAnnounced_whenNothingChanged() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let submitter = try store.makeSubmitter(quota: 10)
            versions.clear()

            #expect(try store.accept([.make(of: submitter)]) == .insufficientQuota)
            #expect(throws: StorageError.self) { try store.makeUser() }

            #expect(versions.calls.isEmpty)
        }
    }

    @Test func whatWasQueuedMeanwhile_isCommittedTogether() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let turn = try TurnHolder(store)
            let group = DispatchGroup()
            for number in 1...10 {
                group.enter()
                Thread.detachNewThread {
                    _ = try? store.makeUser("user \(number)")
                    group.leave()
                }
            }
            try waitUntil("all writes to be queued") { store.queuedWrites == 10 }
            turn.release()
            group.wait()

            #expect(try store.users().count == 10)
            #expect(versions.calls == [.announce(Set(1...10)), .finish(Set(1...10))])
        }
    }

    @Test func aJobThatFails_leavesTheOthersOfItsBatchAlone() throws {
        try withTemporaryStore { store in
            _ = try store.makeUser("taken")
            let turn = try TurnHolder(store)
            let failures = Mutex<[StorageError]>([])
            let group = DispatchGroup()
            for name in ["a", "taken", "b", "taken", "c"] {
                group.enter()
                Thread.detachNewThread {
                    do {
                        _ = try store.makeUser(name)
                    } catch let error as StorageError {
                        failures.withLock { $0.append(error) }
                    } catch {
                        Issue.record(error)
                    }
                    group.leave()
                }
            }
            try waitUntil("all writes to be queued") { store.queuedWrites == 5 }
            turn.release()
            group.wait()

            let taken = StorageError.invalid(what: "name", reason: "is taken")
            #expect(failures.withLock { $0 } == [taken, taken])
            #expect(Set(try store.users().map(\.name)) == ["a", "b", "c", "taken"])
            #expect(try store.verifyLedger() == [])
        }
    }

    /// It has no savepoint.
    @Test func aJobThatFailsAlone_leavesNothingOfItself() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let user = try store.makeUser()
            versions.clear()

            #expect(throws: StorageError.notFound(what: "group")) {
                try store.updateUser(user.id, [.role(.admin), .group("nosuch")])
            }

            #expect(try store.user(named: user.name) == user)
            #expect(versions.calls.isEmpty)
            #expect(try store.updateUser(user.id, [.role(.root)]).role == .root)
        }
    }

    @Test func aFullQueue_refusesMore() throws {
        try withTemporaryStore(configure: { $0.queueLimit = 2 }) { store in
            let turn = try TurnHolder(store)
            let group = DispatchGroup()
            for number in 1...2 {
                group.enter()
                Thread.detachNewThread {
                    _ = try? store.makeUser("user \(number)")
                    group.leave()
                }
            }
            try waitUntil("the queue to be full") { store.queuedWrites == 2 }

            #expect(
                throws: StorageError.unavailable(
                    operation: "add a user",
                    reason: "2 writes are queued already"
                )
            ) { try store.makeUser("one too many") }

            turn.release()
            group.wait()
            #expect(try store.users().count == 2)
        }
    }

    @Test func close_finishesWhatIsQueued() throws {
        try withTemporaryDirectory { directory in
            let store = try openStore(in: directory, configure: { $0.batchLimit = 3 })
            let turn = try TurnHolder(store)
            let group = DispatchGroup()
            for number in 1...10 {
                group.enter()
                Thread.detachNewThread {
                    _ = try? store.makeUser("user \(number)")
                    group.leave()
                }
            }
            try waitUntil("all writes to be queued") { store.queuedWrites == 10 }
            Thread.detachNewThread { store.close() }
            turn.release()
            group.wait()
            store.close()

            let again = try openStore(in: directory)
            defer { again.close() }
            #expect(try again.users().count == 10)
        }
    }

    @Test(arguments: FaultPoint.allCases)
    func aCrash_isBeforeOrAfterTheCommit_neverHalfWay(at point: FaultPoint) throws {
        let crashes = Mutex(false)
        try withTemporaryStore(
            configure: { configuration in
                configuration.faults = { reached in
                    if reached == point, crashes.withLock({ $0 }) { throw Crash() }
                }
            },
            { store in
                let submitter = try store.makeSubmitter(quota: 200_000)
                let task = try store.makeTask(of: submitter)
                crashes.withLock { $0 = true }
                #expect(throws: StorageError.self) {
                    try store.recordRefusal(mjID: task.mjID, code: 23, reason: "full")
                }
                crashes.withLock { $0 = false }

                let isDurable = point == .committed
                let now = try #require(try store.task(task.mjID, owner: nil)).task
                #expect(now.status == (isDurable ? .failure : .notStart))
                #expect(
                    try store.user(named: "ann").quota == (isDurable ? 200_000 : 150_000)
                )
                #expect(try store.verifyLedger() == [])

                try store.recordRefusal(mjID: task.mjID, code: 23, reason: "full")
                #expect(try store.user(named: "ann").quota == 200_000)
            }
        )
    }

    @Test func twoProcesses_withEightThreadsEach_neverMeetABusyDatabase() throws {
        try withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in
                try openStore(in: directory, configure: { $0.batchLimit = 4 })
            }
            defer { stores.forEach { $0.close() } }
            let submitters = try (1...3).map {
                try stores[0].makeSubmitter("user \($0)", quota: 1 << 40, byte: UInt8($0))
            }

            let ids = try onThreads(16) { number in
                try (0..<10).map { round in
                    let store = stores[number % 2]
                    let task = try store.makeTask(of: submitters[(number + round) % 3])
                    let page = try store.page(
                        ListQuery(scope: .user(task.userID), pageSize: 100)
                    )
                    return (task.id, task.mjID, page.tasks.contains { $0.id == task.id })
                }
            }.flatMap { $0 }

            #expect(Set(ids.map(\.0)) == Set(1...160))
            #expect(Set(ids.map(\.1)).count == 160)
            #expect(ids.allSatisfy { $0.2 }, "everybody reads what he wrote")
            let page = try stores[1].page(
                ListQuery(scope: .everyone(channelID: nil), pageSize: 100)
            )
            #expect(page.total == 160)
            #expect(page.tasks.map(\.id) == Array((61...160).reversed()))
            #expect(try stores[0].verifyLedger() == [])
        }
    }
}
