import Foundation
import GRDB
import Glibc
import Storage
import TestSupport
import Testing

struct StoreTests {
    @Test func prepare_makesTheDatabaseOnce_andGivesItsIdentity() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")
            let other = Store.Configuration(path: directory + "/b.db")

            let first = try Store.prepare(configuration, logger: .silent)

            #expect(first.count == 32)
            #expect(try Store.prepare(configuration, logger: .silent) == first)
            #expect(try Store.prepare(other, logger: .silent) != first)
        }
    }

    @Test func prepare_chooses4KPagesAndWAL() throws {
        try withTemporaryStore { store in
            let database = try DatabaseQueue(path: store.configuration.path)
            let values = try database.read { database in
                try ["page_size", "journal_mode"].map {
                    try String.fetchOne(database, sql: "PRAGMA \($0)")
                }
            }
            #expect(values == ["4096", "wal"])
        }
    }

    @Test func init_throwsUnavailable_withoutADatabase() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/none.db"

            let error = #expect(throws: StorageError.self) {
                try Store(
                    configuration: .init(path: path),
                    versions: NoVersions(),
                    logger: .silent
                )
            }

            #expect(
                error == .unavailable(operation: "open \(path)", reason: "it does not exist")
            )
        }
    }

    @Test func files_areForTheGroupToReadAndNobodyElse() throws {
        try withTemporaryStore { store in
            let user = try store.makeUser()
            #expect(user.id == 1)
            for file in files(of: store) {
                #expect(try mode(of: file) & 0o777 == 0o640, "\(file)")
            }
        }
    }

    /// Runs as root in the build machine; another user cannot give files away.
    @Test(.enabled(if: geteuid() == 0))
    func files_belongToTheOwnerOfTheFolder_whenRootMakesThem() throws {
        try withTemporaryDirectory { directory in
            #expect(chown(directory, 12_345, 12_346) == 0)
            let store = try openStore(in: directory)
            defer { store.close() }
            _ = try store.makeUser()

            for file in files(of: store) {
                var status = stat()
                #expect(stat(file, &status) == 0, "\(file)")
                #expect(status.st_uid == 12_345, "\(file)")
                #expect(status.st_gid == 12_346, "\(file)")
            }
        }
    }

    @Test func pictureKey_staysTheSame() throws {
        try withTemporaryDirectory { directory in
            let first = try openStore(in: directory)
            let key = try first.pictureKey()
            first.close()
            let second = try openStore(in: directory)
            defer { second.close() }

            #expect(key.count == 32)
            #expect(Set(key).count > 1)
            #expect(try second.pictureKey() == key)
        }
    }

    @Test func check_succeeds_whileAnotherProcessHoldsTheTurn() throws {
        try withTemporaryStore { store in
            let lock = open(store.configuration.path + "-writer.lock", O_RDWR | O_CLOEXEC)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)

            try store.check()
        }
    }

    @Test func check_throws_whenTheTurnDoesNotCome() throws {
        try withTemporaryStore(configure: { $0.stuckAfter = .zero }) { store in
            try store.check()
            let lock = open(store.configuration.path + "-writer.lock", O_RDWR | O_CLOEXEC)
            #expect(flock(lock, LOCK_EX) == 0)
            Thread.detachNewThread { _ = try? store.makeUser() }
            try waitUntil("a check that fails") { (try? store.check()) == nil }

            close(lock)
            try waitUntil("the write to be done") { try store.users().count == 1 }
            try waitUntil("the writer to be idle") { (try? store.check()) != nil }
        }
    }

    @Test func close_leavesNoLogBehind() throws {
        try withTemporaryStore { store in
            _ = try store.makeUser()
            store.close()

            #expect(access(store.configuration.path + "-wal", F_OK) != 0)
        }
    }

    @Test func check_throws_whenTheLockFileIsGone() throws {
        try withTemporaryStore { store in
            #expect(unlink(store.configuration.path + "-writer.lock") == 0)

            #expect(throws: StorageError.self) { try store.check() }
        }
    }

    @Test func close_refusesEverythingAfterwards() throws {
        try withTemporaryStore { store in
            store.close()

            #expect(throws: StorageError.closing) { try store.makeUser() }
            #expect(throws: StorageError.closing) { try store.users() }
            store.close()
        }
    }

    @Test func descriptions_sayWhatToDo() {
        let error = StorageError.newerSchema(found: "002-more", known: "001-initial")

        #expect(
            error.description
                == "open the database: it was made by a newer mjtask (its schema is 002-more, "
                + "this program knows 001-initial); upgrade mjtask or restore a backup"
        )
    }

    private func files(of store: Store) -> [String] {
        ["", "-wal", "-shm", "-writer.lock", "-writer.turnstile"].map {
            store.configuration.path + $0
        }
    }

    private func mode(of file: String) throws -> mode_t {
        var status = stat()
        try #require(stat(file, &status) == 0, "\(file)")
        return status.st_mode
    }
}
