import GRDB
import TestSupport
import Testing

@testable import Storage

struct SchemaMigrationTests {
    private struct Broken: Error {}

    @Test func prepare_appliesWhatIsNew_inOrder() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")
            let second = SchemaMigration(name: "998") { try $0.execute(sql: "CREATE TABLE x (a)") }
            let third = SchemaMigration(name: "999") {
                try $0.execute(sql: "INSERT INTO x VALUES (1)")
            }
            let identity = try Store.prepare(configuration, logger: .silent)

            let migrated = try Store.prepare(
                configuration,
                migrations: SchemaMigration.all + [second, third],
                logger: .silent
            )

            #expect(migrated == identity)
            let database = try DatabaseQueue(path: configuration.path)
            #expect(try database.read { try Int.fetchOne($0, sql: "SELECT a FROM x") } == 1)
        }
    }

    @Test func prepare_leavesTheOldVersion_whenAStepFailsHalfWay() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")
            let good = SchemaMigration(name: "998") { try $0.execute(sql: "CREATE TABLE good (a)") }
            let broken = SchemaMigration(name: "999") { database in
                try database.execute(sql: "CREATE TABLE half (a); DROP TABLE callbacks")
                throw Broken()
            }
            let identity = try Store.prepare(configuration, logger: .silent)

            #expect(throws: StorageError.self) {
                try Store.prepare(
                    configuration,
                    migrations: SchemaMigration.all + [good, broken],
                    logger: .silent
                )
            }

            let database = try DatabaseQueue(path: configuration.path)
            let exists = try database.read { database in
                try ["good", "half", "callbacks"].map { try database.tableExists($0) }
            }
            #expect(exists == [true, false, true])
            let again = try Store.prepare(
                configuration,
                migrations: SchemaMigration.all + [good],
                logger: .silent
            )
            #expect(again == identity)
        }
    }

    @Test func prepare_leavesNothing_whenTheFirstStepFails() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")
            let broken = SchemaMigration(name: "001-initial") { database in
                try database.execute(sql: "CREATE TABLE half (a)")
                throw Broken()
            }
            #expect(throws: StorageError.self) {
                try Store.prepare(configuration, migrations: [broken], logger: .silent)
            }

            let identity = try Store.prepare(configuration, logger: .silent)
            #expect(identity.count == 32)
        }
    }

    @Test func aNewerDatabase_isRefused_byPrepareAndByInit() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")
            let newer = SchemaMigration(name: "999-future") { _ in }
            _ = try Store.prepare(
                configuration,
                migrations: SchemaMigration.all + [newer],
                logger: .silent
            )
            let expected = StorageError.newerSchema(
                found: "999-future",
                known: "003-limits-and-health"
            )

            #expect(throws: expected) { try Store.prepare(configuration, logger: .silent) }
            #expect(throws: expected) {
                try Store(configuration: configuration, versions: NoVersions(), logger: .silent)
            }
        }
    }

    @Test func anOlderDatabase_isRefused_byInit() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")
            let older = SchemaMigration(name: "000") { database in
                try database.execute(
                    sql: """
                        CREATE TABLE meta (key TEXT, value ANY) STRICT;
                        INSERT INTO meta VALUES ('database_id', 'x')
                        """
                )
            }
            _ = try Store.prepare(configuration, migrations: [older], logger: .silent)

            #expect(throws: StorageError.self) {
                try Store(configuration: configuration, versions: NoVersions(), logger: .silent)
            }
        }
    }

    @Test func prepare_ofManyProcessesAtOnce_makesOneDatabase() throws {
        try withTemporaryDirectory { directory in
            let configuration = Store.Configuration(path: directory + "/a.db")

            let identities = try onThreads(8) { _ in
                try Store.prepare(configuration, logger: .silent)
            }

            #expect(Set(identities).count == 1)
        }
    }
}
