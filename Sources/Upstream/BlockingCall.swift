import Dispatch
import Synchronization

/// Waits on this thread for an asynchronous call to a channel: the one door between the threads of
/// FastCGI and async code.
///
/// - Parameter patience: How long at most. The call has a deadline of its own; this one only keeps
///   a thread of FastCGI from hanging with an event loop that hangs.
func blockingCall<Value: Sendable>(
    patience: Duration,
    _ call: @escaping @Sendable () async throws(ChannelError) -> Value
) throws(ChannelError) -> Value {
    withUnsafeCurrentTask { task in
        precondition(task == nil, "a blocking call would block a thread of async code")
    }
    let result = ResultBox<Value>()
    let answered = DispatchSemaphore(value: 0)
    let task = Task {
        do throws(ChannelError) {
            result.set(.success(try await call()))
        } catch {
            result.set(.failure(error))
        }
        answered.signal()
    }
    let (seconds, _) = patience.components
    if answered.wait(timeout: .now() + .seconds(Int(seconds))) == .timedOut {
        task.cancel()
    }
    guard let answer = result.get() else {
        throw .answerLost(reason: "timed out")
    }
    return try answer.get()
}

/// Hands a result from a task to the thread that waits for it.
private final class ResultBox<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, ChannelError>?>(nil)

    func set(_ value: Result<Value, ChannelError>) {
        result.withLock { $0 = value }
    }

    func get() -> Result<Value, ChannelError>? {
        result.withLock { $0 }
    }
}
