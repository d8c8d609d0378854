import Storage
import TestSupport
import Testing

struct LogTests {
    @Test func checkpointLog_movesTheLogIntoTheDatabase() async throws {
        try await withTemporaryStore(configure: { $0.doesCheckpoints = true }) { store in
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
        try await withTemporaryStore(configure: { $0.largestLog = 10_000 }) { store in
            let submitter = try store.makeSubmitter()
            #expect(try store.status().logBytes > 10_000)

            try await store.checkpointLog()

            #expect(try store.status().logBytes == 0)
            _ = try store.makeTask(of: submitter)
            #expect(try store.status().tasks == 1)
        }
    }

    /// The writers wait for the checkpoint's turn, and the checkpoint for theirs.
    @Test func checkpointLog_losesNothing_whileOthersWrite() async throws {
        try await withTemporaryDirectory { directory in
            let poller = try openStore(in: directory, configure: { $0.largestLog = 0 })
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
