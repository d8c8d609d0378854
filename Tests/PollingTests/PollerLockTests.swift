import Foundation
import TestSupport
import Testing

@testable import Polling

struct PollerLockTests {
    @Test func acquire_isNil_whileAnotherHoldsIt_andWorksAfterItsEnd() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/poller.lock"
            var first = try PollerLock.acquire(path)
            #expect(first != nil)
            #expect(try PollerLock.acquire(path) == nil)
            first = nil
            #expect(try PollerLock.acquire(path) != nil)
        }
    }

    @Test func beat_leavesTheTimeAndNothingElse_inTheSameFile() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/poller.lock"
            let lock = try #require(try PollerLock.acquire(path))
            lock.beat(at: 1_700_000_000_000)
            lock.beat(at: 17)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "17\n")
            #expect(try PollerLock.acquire(path) == nil, "still the locked file")
        }
    }

    @Test func acquire_throws_whenTheFolderIsMissing() {
        #expect(
            throws: PollingError.lockFailed(
                call: "open",
                path: "/nowhere/poller.lock",
                errno: ENOENT
            )
        ) {
            try PollerLock.acquire("/nowhere/poller.lock")
        }
    }
}
