import Foundation
import Synchronization

/// Runs `body` on as many threads as `count`, at once, and waits for all; throws the first error.
package func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let failure = Mutex<(any Error)?>(nil)
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        let thread = Thread {
            defer { group.leave() }
            do {
                try body(index)
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
        thread.stackSize = 1 << 20
        thread.start()
    }
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
}
