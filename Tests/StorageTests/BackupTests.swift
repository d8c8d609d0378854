import Domain
import Foundation
import GRDB
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Storage

@Suite struct BackupTests {
    @Test func aBackup_isTheDatabaseOfOneMoment_howeverMuchIsWrittenMeanwhile() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 100_000_000)
            // Enough for many steps of the copy.
            try store.fill(with: 40_000)
            let isOver = Atomic(false)
            let writers = DispatchGroup()
            for _ in 0..<2 {
                writers.enter()
                Thread.detachNewThread {
                    while !isOver.load(ordering: .relaxed) {
                        _ = try? store.makeTask(of: submitter, prompt: "written meanwhile")
                    }
                    writers.leave()
                }
            }
            let directory = URL(filePath: store.configuration.path).deletingLastPathComponent().path
            let file = directory + "/backup.db"
            let steps = Mutex(0)

            let summary = try Store.backUp(store.configuration.path, to: file, replace: false) {
                _ in
                steps.withLock { $0 += 1 }
                return true
            }
            isOver.store(true, ordering: .relaxed)
            writers.wait()

            #expect(steps.withLock { $0 } > 4)
            #expect(try #require(summary).tasks >= 40_000)
            _ = try store.makeTask(of: submitter, prompt: "after it")
            let backup = try DatabaseQueue(path: file)
            try backup.read { (database: Database) throws -> Void in
                #expect(try String.fetchAll(database, sql: "PRAGMA integrity_check") == ["ok"])
                #expect(
                    try Int.fetchOne(database, sql: "SELECT max(ordinal) FROM tasks")
                        == summary?.tasks
                )
                // One moment: every task has its charge, and what users have adds up.
                #expect(
                    try Int.fetchOne(
                        database,
                        sql: """
                            SELECT count(*) FROM tasks t WHERE t.quota > 0 AND NOT EXISTS (
                                SELECT 1 FROM ledger l WHERE l.task_id = t.id AND l.amount = -t.quota)
                            """
                    ) == 0
                )
                #expect(
                    try Int.fetchOne(
                        database,
                        sql: "SELECT quota - (SELECT sum(amount) FROM ledger) FROM users"
                    ) == 0
                )
            }
        }
    }

    @Test func aBackup_isOneFile_forItsOwnerAlone() throws {
        try withStoreAndFile { store, file throws in
            _ = try Store.backUp(store.configuration.path, to: file, replace: false) { _ in true }
            var status = stat()
            #expect(stat(file, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(status.st_size == 4096 * Int(try pages(of: file)))
            let folder = URL(filePath: file).deletingLastPathComponent().path
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.filter { $0.hasPrefix("backup") } == ["backup.db"])
        }
    }

    @Test func aFileThatIsThere_isReplacedOnlyOnRequest() throws {
        try withStoreAndFile { store, file throws in
            let path = store.configuration.path
            try "precious".write(toFile: file, atomically: false, encoding: .utf8)
            #expect(throws: StorageError.invalid(what: "the file", reason: "exists already")) {
                try Store.backUp(path, to: file, replace: false) { _ in true }
            }
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
            #expect(try Store.backUp(path, to: file, replace: true) { _ in true } != nil)
            #expect(try pages(of: file) > 0)
        }
    }

    @Test func theDatabaseItself_isNeverReplaced_underNoName() throws {
        try withStoreAndFile { store, file throws in
            let path = store.configuration.path
            symlink(path, file)
            for name in [path, file, path + "-wal"] {
                #expect(
                    throws: StorageError.invalid(what: "the file", reason: "is the database itself")
                ) {
                    try Store.backUp(path, to: name, replace: true) { _ in true }
                }
            }
            #expect(try store.users().count == 1)
        }
    }

    @Test(arguments: [0.0, 0.1, 0.5]) func aStoppedBackup_leavesNothing(after fraction: Double)
        throws
    {
        try withStoreAndFile { store, file throws in
            let summary = try Store.backUp(store.configuration.path, to: file, replace: false) {
                $0 < fraction
            }
            #expect(summary == nil)
            let folder = URL(filePath: file).deletingLastPathComponent().path
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!names.contains { $0.hasPrefix("backup") })
        }
    }

    @Test func twoBackups_doNotWriteToOneFile() throws {
        try withStoreAndFile { store, file throws in
            let path = store.configuration.path
            let isSecond = Mutex(false)
            let inUse = StorageError.invalid(
                what: "the file",
                reason: "is just being written by another backup"
            )
            let summary = try Store.backUp(path, to: file, replace: false) { _ in
                let isFirstStep = isSecond.withLock { isSecond in
                    defer { isSecond = true }
                    return !isSecond
                }
                if isFirstStep {
                    #expect(throws: inUse) {
                        try Store.backUp(path, to: file, replace: false) { _ in true }
                    }
                }
                return true
            }
            #expect(isSecond.withLock { $0 })
            #expect(summary != nil)
            #expect(try pages(of: file) > 0)
        }
    }

    @Test func whatABackupThatDiedLeft_isNoHindrance() throws {
        try withStoreAndFile { store, file throws in
            for suffix in [".part", ".part-wal"] {
                try "half".write(toFile: file + suffix, atomically: false, encoding: .utf8)
            }
            let summary = try Store.backUp(store.configuration.path, to: file, replace: false) {
                _ in true
            }
            #expect(summary != nil)
            #expect(try pages(of: file) > 0)
            #expect(access(file + ".part-wal", F_OK) != 0)
        }
    }

    @Test func aDamagedDatabase_isNotABackup() throws {
        try withStoreAndFile { store, file throws in
            try store.fill(with: 2_000)
            let path = store.configuration.path
            store.close()
            let handle = try #require(FileHandle(forUpdatingAtPath: path))
            try handle.seek(toOffset: 4096 * 20)
            try handle.write(contentsOf: Data(repeating: 0xff, count: 4096 * 4))
            try handle.close()
            #expect(throws: StorageError.self) {
                try Store.backUp(path, to: file, replace: false) { _ in true }
            }
            #expect(access(file, F_OK) != 0)
        }
    }

    private func pages(of file: String) throws -> Int {
        try DatabaseQueue(path: file).read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    }
}

/// A store with a user, and the name of a file beside it that is not there yet.
func withStoreAndFile(_ body: (Store, String) throws -> Void) throws {
    try withTemporaryDirectory { directory in
        let store = try openStore(in: directory)
        defer { store.close() }
        _ = try store.makeSubmitter()
        try body(store, directory + "/backup.db")
    }
}

extension Store {
    /// Finished tasks of the user 1, on the channel 1, without charges.
    func fill(with count: Int) throws {
        try DatabaseQueue(path: configuration.path).write { database in
            for ordinal in 1...count {
                try database.insertTask(
                    user: 1,
                    userOrdinal: ordinal,
                    ordinal: ordinal,
                    id: Int64(ordinal),
                    channel: 1,
                    submitTime: 1000
                )
            }
            try database.execute(
                sql: "UPDATE meta SET value = ? WHERE key = 'last_task_id'",
                arguments: [count]
            )
        }
    }
}
