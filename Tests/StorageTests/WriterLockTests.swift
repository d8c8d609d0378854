import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Storage

struct WriterLockTests {
    @Test func onlyOneHasTheTurn() throws {
        try withTemporaryDirectory { directory in
            let inside = Mutex((now: 0, most: 0))
            try onThreads(8) { _ in
                let lock = try WriterLock(databasePath: directory + "/a.db")
                for _ in 0..<200 {
                    try lock.acquire()
                    inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    inside.withLock { $0.now -= 1 }
                    lock.release()
                }
            }
            #expect(inside.withLock { $0.most } == 1)
        }
    }

    /// With `flock` alone, who gives up the turn and asks again at once mostly gets it again.
    @Test func whoWaits_isNext_evenIfTheLastOneAsksAgainAtOnce() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/a.db"
            let first = try WriterLock(databasePath: path)
            let second = try WriterLock(databasePath: path)
            let turnstile = open(path + "-writer.turnstile", O_RDWR | O_CLOEXEC)
            defer { close(turnstile) }
            for _ in 0..<100 {
                let order = Mutex<[Int]>([])
                try first.acquire()
                let ended = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    try? second.acquire()
                    order.withLock { $0.append(2) }
                    second.release()
                    ended.signal()
                }
                try waitUntil("the second to stand in the turnstile") {
                    guard flock(turnstile, LOCK_EX | LOCK_NB) != 0 else {
                        flock(turnstile, LOCK_UN)
                        return false
                    }
                    return true
                }
                first.release()
                try first.acquire()
                order.withLock { $0.append(1) }
                first.release()
                ended.wait()
                #expect(order.withLock { $0 } == [2, 1])
            }
        }
    }
}
