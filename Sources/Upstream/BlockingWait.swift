import Dispatch
import NIOCore
import Synchronization

extension EventLoopFuture where Value: Sendable {
    /// Waits on this thread: the one door between the threads of FastCGI and an event loop.
    ///
    /// - Returns: nil when nothing came in time.
    func wait(atMost patience: Duration) -> Result<Value, any Error>? {
        withUnsafeCurrentTask { task in
            precondition(task == nil, "a blocking wait would block a thread of async code")
        }
        eventLoop.preconditionNotInEventLoop()
        let result = ResultBox<Value>()
        let came = DispatchSemaphore(value: 0)
        whenComplete {
            result.set($0)
            came.signal()
        }
        _ = came.wait(timeout: .now() + .nanoseconds(Int(TimeAmount(patience).nanoseconds)))
        return result.get()
    }
}

/// Hands a result from an event loop to the thread that waits for it.
private final class ResultBox<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func set(_ value: Result<Value, any Error>) {
        result.withLock { $0 = value }
    }

    func get() -> Result<Value, any Error>? {
        result.withLock { $0 }
    }
}
