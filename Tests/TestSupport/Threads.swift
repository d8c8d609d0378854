import Foundation
import Synchronization

/// Runs `body` on `count` threads at the same time, and gives what they returned, in the order of
/// their numbers (from 0). Throws what the first to fail threw.
@discardableResult
package func onThreads<Value: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Int) throws -> Value
) throws -> [Value] {
    let results = Mutex<[Int: Result<Value, any Error>]>([:])
    let start = DispatchSemaphore(value: 0)
    let group = DispatchGroup()
    for number in 0..<count {
        group.enter()
        let thread = Thread {
            start.wait()
            let result = Result { try body(number) }
            results.withLock { $0[number] = result }
            group.leave()
        }
        thread.start()
    }
    for _ in 0..<count { start.signal() }
    group.wait()
    return try results.withLock { results in
        try results.sorted { $0.key < $1.key }.map { try $0.value.get() }
    }
}

/// Runs what blocks on a thread of its own, for async callers.
package func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try body() })
        }
    }
}
