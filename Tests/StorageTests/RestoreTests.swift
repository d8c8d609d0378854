import Domain
import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

@testable import Storage

@Suite struct RestoreTests {
    private struct InUse: Error {}

    @Test func aRestoredDatabase_holdsWhatTheBackupHeld_underAnotherIdentity() throws {
        try withBackup { configuration, file, identity throws in
            let outcome = try #require(try restore(file, to: configuration))
            #expect(outcome.summary.tasks == 1)
            #expect(outcome.migratedFrom == nil)

            let restored = try Store.prepare(configuration, logger: .silent)
            #expect(restored != identity)
            let store = try Store(
                configuration: configuration,
                versions: NoVersions(),
                logger: .silent
            )
            defer { store.close() }
            #expect(try store.users().map(\.name) == ["ann"])
            let page = try store.page(ListQuery(scope: .user(1)))
            #expect(page.tasks.map(\.prompt) == ["before the backup"])
            #expect(try store.verifyLedger() == [])
            // And another restore of the same file has another one again.
            store.close()
            _ = try restore(file, to: configuration)
            #expect(try Store.prepare(configuration, logger: .silent) != restored)
        }
    }

    @Test func theReplacedDatabase_isKept_withWhatWasOnlyInItsLog() throws {
        try withBackup { configuration, file, _ throws in
            let outcome = try #require(try restore(file, to: configuration))
            let kept = try #require(outcome.replaced)
            let prompts = try DatabaseQueue(path: kept).read {
                try String.fetchAll($0, sql: "SELECT prompt FROM tasks ORDER BY ordinal")
            }
            #expect(prompts == ["before the backup", "after the backup"])
        }
    }

    /// As after a kill -9: the log holds commits that the database file has not.
    @Test func theLogOfAKilledProcess_staysWithItsDatabase_andIsNotTakenForTheNewOnes() throws {
        try withBackup { configuration, file, _ throws in
            let path = configuration.path
            let writer = try DatabaseQueue(path: path)
            try writer.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
                try database.execute(sql: "UPDATE users SET name = 'only in the log'")
            }
            // A copy of both files, made while they are open, is what such a death leaves.
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: path + suffix,
                    toPath: path + ".copy" + suffix
                )
            }
            try writer.close()
            for suffix in ["", "-wal"] { rename(path + ".copy" + suffix, path + suffix) }

            let kept = try #require(try restore(file, to: configuration)?.replaced)

            #expect(try name(in: kept) == "only in the log")
            #expect(try name(in: path) == "ann")
        }
    }

    @Test func aDatabaseThatCannotBeRead_isReplaced_andKeptAsItWas() throws {
        try withBackup { configuration, file, _ throws in
            let path = configuration.path
            let rubbish = Data(repeating: 7, count: 50_000)
            try rubbish.write(to: URL(filePath: path))
            try Data("rubbish, too".utf8).write(to: URL(filePath: path + "-wal"))

            let kept = try #require(try restore(file, to: configuration)?.replaced)

            #expect(try Data(contentsOf: URL(filePath: kept)) == rubbish)
            #expect(access(kept + "-wal", F_OK) == 0)
            #expect(access(path + "-wal", F_OK) != 0)
            #expect(try name(in: path) == "ann")
        }
    }

    @Test func withoutADatabase_theBackupBecomesIt() throws {
        try withBackup { configuration, file, _ throws in
            unlink(configuration.path)
            let outcome = try #require(try restore(file, to: configuration))
            #expect(outcome.replaced == nil)
            #expect(try name(in: configuration.path) == "ann")
        }
    }

    @Test func anOlderBackup_isBroughtUpToDate() throws {
        try withBackup { configuration, file, _ throws in
            let older = configuration.path + ".older"
            let first = Array(SchemaMigration.all.prefix(2))
            _ = try Store.prepare(.init(path: older), migrations: first, logger: .silent)

            let outcome = try #require(try restore(older, to: configuration))

            #expect(outcome.migratedFrom == "002-follow-ups")
            #expect(outcome.summary.schema == SchemaMigration.all.last?.name)
            _ = try Store(configuration: configuration, versions: NoVersions(), logger: .silent)
            // The backup itself is as it was.
            let schema = try DatabaseQueue(path: older).read(Schema().current)
            #expect(schema == "002-follow-ups")
            _ = file
        }
    }

    @Test func whatIsNoGoodBackup_isRefused_andTheDatabaseStays() throws {
        try withBackup { configuration, file, _ throws in
            let folder = OwnedFile.directory(of: file)
            let newer = folder + "/newer.db"
            let future = SchemaMigration(name: "999-future") { _ in }
            _ = try Store.prepare(
                .init(path: newer),
                migrations: SchemaMigration.all + [future],
                logger: .silent
            )
            let foreign = folder + "/foreign.db"
            try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE x (a)") }
            let text = folder + "/text"
            try "hello".write(toFile: text, atomically: false, encoding: .utf8)
            let damaged = folder + "/damaged.db"
            var bytes = try Data(contentsOf: URL(filePath: file))
            bytes.replaceSubrange(4096 * 10..<4096 * 14, with: repeatElement(0xff, count: 4096 * 4))
            try bytes.write(to: URL(filePath: damaged))

            for bad in [newer, foreign, text, damaged, folder + "/absent", configuration.path] {
                #expect(throws: StorageError.self, "\(bad)") {
                    try restore(bad, to: configuration)
                }
            }

            #expect(try name(in: configuration.path) == "ann")
            let prompts = try DatabaseQueue(path: configuration.path).read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM tasks")
            }
            #expect(prompts == 2)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!names.contains { $0.contains("restored") || $0.contains("replaced") })
        }
    }

    @Test func whileTheDatabaseIsUsed_nothingHappens() throws {
        try withBackup { configuration, file, identity throws in
            #expect(throws: InUse.self) {
                try Store.restore(
                    file,
                    to: configuration,
                    logger: .silent,
                    whileUnused: { _ in throw InUse() },
                    progress: { _ in true }
                )
            }
            #expect(try Store.prepare(configuration, logger: .silent) == identity)
        }
    }

    @Test(arguments: [0.0, 0.2, 0.4, 0.8, 1]) func aStoppedRestore_changesNothing(
        at fraction: Double
    ) throws {
        try withBackup { configuration, file, identity throws in
            let outcome = try restore(file, to: configuration) { $0 < fraction }
            #expect(outcome == nil)
            #expect(try Store.prepare(configuration, logger: .silent) == identity)
            let folder = OwnedFile.directory(of: file)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!names.contains { $0.contains("restored") || $0.contains("replaced") })
        }
    }

    private func restore(
        _ file: String,
        to configuration: Store.Configuration,
        progress: @escaping (Double) -> Bool = { _ in true }
    ) throws -> RestoreOutcome? {
        try Store.restore(
            file,
            to: configuration,
            logger: .silent,
            whileUnused: { try $0() },
            progress: progress
        )
    }

    private func name(in path: String) throws -> String? {
        try DatabaseQueue(path: path).read {
            try String.fetchOne($0, sql: "SELECT name FROM users")
        }
    }

    /// A closed database with two tasks, and a backup of when it had one.
    private func withBackup(
        _ body: (Store.Configuration, _ file: String, _ identity: String) throws -> Void
    ) throws {
        try withStoreAndFile { store, file in
            let submitter = Submitter(
                user: try store.user(named: "ann"),
                token: try #require(try store.tokens(userID: nil).first),
                channel: try #require(try store.channels().first)
            )
            _ = try store.makeTask(of: submitter, prompt: "before the backup")
            _ = try Store.backUp(store.configuration.path, to: file, replace: false) { _ in true }
            _ = try store.makeTask(of: submitter, prompt: "after the backup")
            store.close()
            let configuration = store.configuration
            try body(configuration, file, try Store.prepare(configuration, logger: .silent))
        }
    }
}
