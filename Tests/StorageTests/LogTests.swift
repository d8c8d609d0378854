import GRDB
import Glibc
import Storage
import TestSupport
import Testing

struct LogTests {
    @Test func checkpointLog_movesTheLogIntoTheDatabase() async throws {
        try await withTemporaryStore(configure: { $0.reservedLog = 0 }) { store in
            let submitter = try store.makeSubmitter()
            for _ in 0..<5 { _ = try store.makeTask(of: submitter) }

            try await store.checkpointLog()

            // All of the log is in the database: the next commit starts it anew.
            let before = try store.status().logBytes
            _ = try store.makeTask(of: submitter)
            #expect(try store.status().logBytes == before)
            #expect(try store.status().tasks == 6)
        }
    }

    @Test func checkpointLog_emptiesALargeLog() async throws {
        try await withTemporaryStore(configure: {
            $0.largestLog = 10_000
            $0.reservedLog = 0
        }) { store in
            let submitter = try store.makeSubmitter()
            #expect(try store.status().logBytes > 10_000)

            try await store.checkpointLog()

            #expect(try store.status().logBytes == 0)
            _ = try store.makeTask(of: submitter)
            #expect(try store.status().tasks == 1)
        }
    }

    @Test func theLog_keepsTheLengthThatIsReserved_andNothingOfItIsInTheDatabase() async throws {
        let reserved: Int64 = 1 << 20
        try await withTemporaryStore(configure: { $0.reservedLog = reserved }) { store in
            let submitter = try store.makeSubmitter(quota: 1 << 40)
            let bytes = try store.status().databaseBytes

            try await store.checkpointLog()
            let length = try store.status().logBytes
            #expect(length >= reserved)
            #expect(length < 2 * reserved)
            for _ in 0..<20 {
                for _ in 0..<5 { _ = try store.makeTask(of: submitter) }
                try await store.checkpointLog()
                #expect(try store.status().logBytes == length)
            }

            #expect(try store.status().databaseBytes < bytes + reserved)
            #expect(try store.text("PRAGMA integrity_check") == "ok")
            let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'reserved_log'"
            #expect(try store.number(tables) == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func checkpointLog_doesNothing_whereNobodyWrote() async throws {
        try await withTemporaryStore(configure: { $0.reservedLog = 0 }) { store in
            let submitter = try store.makeSubmitter()
            try await store.checkpointLog()
            // SQLite would make a file that is not there.
            let path = store.configuration.path
            #expect(rename(path, path + ".away") == 0)
            try await store.checkpointLog()
            #expect(access(path, F_OK) != 0)
            #expect(rename(path + ".away", path) == 0)

            var lengths: [Int64] = []
            for _ in 0..<4 {
                _ = try store.makeTask(of: submitter)
                try await store.checkpointLog()
                lengths.append(try store.status().logBytes)
            }
            // Each commit starts it anew: all before was moved.
            #expect(Set(lengths).count == 1, "\(lengths)")
        }
    }

    /// A backup, for one, reads for long.
    @Test func checkpointLog_doesNotTakeTheTurn_forALogThatSomebodyReads() async throws {
        try await withTemporaryStore(
            configure: {
                $0.reservedLog = 0
                $0.largestLog = 10_000
            }
        ) { store in
            let submitter = try store.makeSubmitter(quota: 1 << 40)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(
                path: store.configuration.path,
                configuration: configuration
            )
            defer { try? reader.close() }
            try await reader.writeWithoutTransaction { database in
                try database.beginTransaction(.deferred)
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM users")
            }
            _ = try store.makeTask(of: submitter)
            let turn = try TurnHolder(store)

            try await store.checkpointLog()

            turn.release()
            #expect(try store.status().logBytes > 10_000)
            try await reader.writeWithoutTransaction { try $0.commit() }
            try await store.checkpointLog()
            #expect(try store.status().logBytes == 0)
        }
    }

    /// The writers wait for the checkpoint's turn, and the checkpoint for theirs.
    @Test(arguments: [true, false])
    func checkpointLog_losesNothing_whileOthersWrite(isCut: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let poller = try openStore(
                in: directory,
                configure: {
                    $0.largestLog = isCut ? 0 : 1 << 30
                    $0.reservedLog = 100_000
                }
            )
            let responder = try openStore(in: directory)
            defer {
                poller.close()
                responder.close()
            }
            let submitter = try responder.makeSubmitter(quota: 1 << 40)
            async let checkpoints: Void = {
                for _ in 0..<20 { try await poller.checkpointLog() }
            }()
            _ = try onThreads(4) { _ in
                for _ in 0..<20 { _ = try responder.makeTask(of: submitter) }
            }
            try await checkpoints

            #expect(try poller.status().tasks == 80)
            #expect(try poller.verifyLedger() == [])
            #expect(try poller.text("PRAGMA integrity_check") == "ok")
        }
    }
}
