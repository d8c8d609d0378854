import Dispatch
package import Domain
import Synchronization

extension ChannelClient {
    /// POSTs `body` (a JSON object) to `route`, such as `/mj/submit/imagine`.
    package func submit(
        _ body: JSONValue,
        to route: String,
        of channel: Channel
    ) async throws(ChannelError) -> SubmitAnswer {
        let answer: ChannelAnswer
        do throws(ChannelError) {
            answer = try await connections.send(
                .post(body.bytes()),
                route,
                to: channel,
                timeout: configuration.submitTimeout
            )
        } catch .malformed(let reason) {
            throw .answerLost(reason: reason)
        }
        switch answer.status {
        case 429:
            // Too many just now, whatever it says: no reason for anybody to give the channel up,
            // as some do on code 3.
            return .queueFull
        case 401, 403, 300..<400:
            throw .refused(reason: "status \(answer.status)")
        case 500...:
            throw .answerLost(reason: "status \(answer.status)")
        default:
            break
        }
        if let json = try? answer.json(), let decoded = ChannelDialect.submitAnswer(json) {
            return decoded
        }
        // 4xx without an envelope comes from something in front of the channel (a wrong path, a
        // body that is too large): nothing was processed.
        if answer.status >= 400 { throw .refused(reason: "status \(answer.status)") }
        // The channel did process the request, and may have made a task whose id we cannot read:
        // to call that a refusal would draw and pay it twice.
        throw .answerLost(reason: "status \(answer.status), answer not of the protocol")
    }

    /// The same, for a thread that waits: the one door between the threads of FastCGI and async
    /// code. Never call it from async code.
    package func submitAndWait(
        _ body: JSONValue,
        to route: String,
        of channel: Channel
    ) throws(ChannelError) -> SubmitAnswer {
        withUnsafeCurrentTask { task in
            precondition(task == nil, "submitAndWait blocks its thread: async code calls submit")
        }
        let result = ResultBox()
        let answered = DispatchSemaphore(value: 0)
        let task = Task {
            do throws(ChannelError) {
                result.set(.success(try await self.submit(body, to: route, of: channel)))
            } catch {
                result.set(.failure(error))
            }
            answered.signal()
        }
        // The submit ends by its own deadline; the second one only keeps a thread of FastCGI from
        // hanging with an event loop that hangs.
        let (seconds, _) = configuration.submitTimeout.components
        if answered.wait(timeout: .now() + .seconds(Int(seconds) + 5)) == .timedOut {
            task.cancel()
        }
        guard let answer = result.get() else {
            throw .answerLost(reason: "timed out")
        }
        return try answer.get()
    }
}

/// Hands a result from a task to the thread that waits for it.
private final class ResultBox: Sendable {
    private let result = Mutex<Result<SubmitAnswer, ChannelError>?>(nil)

    func set(_ value: Result<SubmitAnswer, ChannelError>) {
        result.withLock { $0 = value }
    }

    func get() -> Result<SubmitAnswer, ChannelError>? {
        result.withLock { $0 }
    }
}
