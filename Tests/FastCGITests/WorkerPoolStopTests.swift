import FastCGI
import Foundation
import Synchronization
import TestSupport
import Testing

/// How a pool ends: the mechanism of ``AcceptGate``.
struct WorkerPoolStopTests {
    @Test func stop_endsSilentKeptAndIdleAtOnce_andFinishesWhatIsUnderWay() throws {
        let entered = Mutex(0)
        let release = DispatchSemaphore(value: 0)
        let large = [UInt8](repeating: 7, count: 1 << 20)
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            let pool = WorkerPool(socket, .make(threads: 8)) { request in
                guard request.parameter("WAIT") != nil else { return .text("quick") }
                entered.withLock { $0 += 1 }
                release.wait()
                return FastCGIResponse(status: 200, body: .bytes(large))
            }
            let clients = (0..<5).map { _ in FastCGIClient(socketPath: socket.path) }
            let (silent, kept, busy, busyKept) = (clients[0], clients[1], clients[2], clients[3])
            try silent.connect()
            _ = try kept.send(parameters: [:], keepConnection: true)
            try busy.connect()
            try busy.write(FastCGIClient.request(["WAIT": "1"]))
            try busyKept.connect()
            try busyKept.write(FastCGIClient.request(["WAIT": "1"], keepConnection: true))
            try waitUntil("two requests to be under way") { entered.withLock { $0 } == 2 }

            try waitUntil("all but the busy workers to end") {
                pool.stop(within: .milliseconds(50)) == 2
            }
            #expect(try silent.waitForEnd())
            #expect(try kept.waitForEnd())

            // The listener is as good as before: who comes now waits for the next pool.
            let late = clients[4]
            try late.connect()
            try late.write(FastCGIClient.request([:]))

            release.signal()
            release.signal()
            #expect(try busy.readAnswer().body == large)
            #expect(try busyKept.readAnswer().body == large)
            #expect(try busyKept.waitForEnd())
            #expect(pool.stop(within: .seconds(30)) == 0)

            let next = WorkerPool(socket, .make()) { _ in .text("next") }
            #expect(try late.readAnswer().body == Array("next".utf8))
            #expect(next.stop(within: .seconds(30)) == 0)
        }
    }

    @Test func stop_returnsAtTheDeadline_withTheNumberOfBusyWorkers() throws {
        let entered = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            let pool = WorkerPool(socket, .make(threads: 3)) { _ in
                entered.signal()
                release.wait()
                return .text("late")
            }
            let client = FastCGIClient(socketPath: socket.path)
            try client.connect()
            try client.write(FastCGIClient.request([:]))
            entered.wait()

            let start = ContinuousClock.now
            #expect(pool.stop(within: .milliseconds(200)) == 1)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            release.signal()
            #expect(pool.stop(within: .seconds(30)) == 0)
            #expect(try client.readAnswer().body == Array("late".utf8))
        }
    }

    @Test func stop_underLoad_breaksNoConnectionThatIsNotKept() throws {
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            let isOver = Mutex(false)
            let pools = Mutex(WorkerPool(socket, .make(threads: 4)) { _ in .text("ok") })
            let restarts = Thread { [socket] in
                for _ in 0..<20 {
                    let next = WorkerPool(socket, .make(threads: 4)) { _ in .text("ok") }
                    let previous = pools.withLock { pool in
                        defer { pool = next }
                        return pool
                    }
                    #expect(previous.stop(within: .seconds(30)) == 0)
                }
                isOver.withLock { $0 = true }
            }
            restarts.start()
            let served = Mutex(0)
            try onThreads(4) { [path = socket.path] _ in
                while !isOver.withLock({ $0 }) {
                    let answer = try FastCGIClient(socketPath: path).send(parameters: [:])
                    #expect(answer.body == Array("ok".utf8))
                    served.withLock { $0 += 1 }
                }
            }

            #expect(served.withLock { $0 } > 20)
            #expect(pools.withLock { $0 }.stop(within: .seconds(30)) == 0)
        }
    }

    @Test func pool_thatIsLetGo_ends() throws {
        final class Witness: Sendable {
            let count: @Sendable () -> Void
            init(_ count: @escaping @Sendable () -> Void) { self.count = count }
            deinit { count() }
        }
        let alive = Mutex(1)
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            do {
                let witness = Witness { alive.withLock { $0 -= 1 } }
                let pool = WorkerPool(socket, .make()) { _ in
                    withExtendedLifetime(witness) { .text("") }
                }
                withExtendedLifetime(pool) {}
            }
            try waitUntil("the workers to let go of their handlers") {
                alive.withLock { $0 } == 0
            }
        }
    }
}
