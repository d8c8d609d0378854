import Administration
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct PollerLockTests {
    @Test func withoutAFile_nobodyPolls() {
        let lock = PollerLock(path: "/nowhere/poller.lock")
        #expect(!lock.isHeld)
        #expect(lock.lastRound == nil)
    }

    @Test func theFile_tellsTheLastRound_andWhetherItIsHeld() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/poller.lock"
            try "1700000000123\n".write(toFile: path, atomically: false, encoding: .utf8)
            #expect(!PollerLock(path: path).isHeld)
            #expect(PollerLock(path: path).lastRound == 1_700_000_000_123)

            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            #expect(PollerLock(path: path).isHeld)
            close(descriptor)
            #expect(!PollerLock(path: path).isHeld)
        }
    }

    @Test func looking_leavesNoLockBehind() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/poller.lock"
            try "".write(toFile: path, atomically: false, encoding: .utf8)
            #expect(PollerLock(path: path).lastRound == nil)
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            defer { close(descriptor) }
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        }
    }
}
