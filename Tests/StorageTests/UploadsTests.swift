import Domain
import Storage
import Synchronization
import TestSupport
import Testing

struct UploadsTests {
    @Test func anUpload_isPaidFor_andMakesNoTask() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 30_000)

            #expect(try store.beginUpload(.make(of: submitter)) == .begun(1))
            try store.endUpload(1, succeeded: true)
            try store.endUpload(1, succeeded: false)

            let user = try store.user(named: "ann")
            #expect(user.quota == 5000)
            #expect(user.spent == 25_000)
            #expect(try store.number("SELECT spent FROM tokens") == 25_000)
            #expect(try store.status().tasks == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func whatDidNotSucceed_isRefundedOnce() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 25_000)
            try store.execute("UPDATE tokens SET remaining = 25000")
            _ = try store.beginUpload(.make(of: submitter))
            #expect(try store.number("SELECT remaining FROM tokens") == 0)

            for succeeded in [false, false, true] {
                try store.endUpload(1, succeeded: succeeded)
                #expect(try store.user(named: "ann").quota == 25_000)
                #expect(try store.number("SELECT remaining FROM tokens") == 25_000)
            }
            try store.endUpload(99, succeeded: false)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func beginUpload_saysWhyNot_andTakesNothing() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 25_000)
            try store.execute("INSERT INTO prices VALUES ('UPLOAD', 'TURBO', 25001)")
            #expect(
                try store.beginUpload(.make(of: submitter, mode: .turbo)) == .insufficientQuota
            )
            try store.execute("UPDATE tokens SET remaining = 24999")
            #expect(try store.beginUpload(.make(of: submitter)) == .insufficientQuota)
            try store.execute("UPDATE tokens SET enabled = 0")
            #expect(try store.beginUpload(.make(of: submitter)) == .credentialWithdrawn)
            try store.execute("UPDATE tokens SET enabled = 1; DELETE FROM prices")
            #expect(try store.beginUpload(.make(of: submitter)) == .unpriced)
            #expect(try store.number("SELECT count(*) FROM uploads") == 0)
            #expect(try store.user(named: "ann").spent == 0)
        }
    }

    @Test func uploads_whoseProcessDied_areRefunded() async throws {
        let now = Mutex<Milliseconds>(1000)
        try await withTemporaryStore(configure: { $0.clock = { now.withLock { $0 } } }) { store in
            let submitter = try store.makeSubmitter(quota: 100_000)
            for time in [1000, 1500, 2000] as [Milliseconds] {
                now.withLock { $0 = time }
                _ = try store.beginUpload(.make(of: submitter))
            }
            try store.endUpload(1, succeeded: true)

            #expect(try await store.refundUploads(begunBefore: 2000) == 1)
            #expect(try await store.refundUploads(begunBefore: 2000) == 0)
            // The answer that came after all changes nothing.
            try store.endUpload(2, succeeded: true)

            #expect(try store.user(named: "ann").spent == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }
}

extension NewUpload {
    static func make(of submitter: Submitter, mode: SpeedMode? = nil) -> NewUpload {
        NewUpload(
            userID: submitter.user.id,
            tokenID: submitter.token.id,
            channelID: submitter.channel.id,
            mode: mode
        )
    }
}
