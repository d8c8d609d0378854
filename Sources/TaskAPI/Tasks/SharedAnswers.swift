import Dispatch
import Synchronization

/// Lets workers that ask the same thing of a channel at the same time share one answer.
package final class SharedAnswers: Sendable {
    /// A question that is being asked.
    private final class Flight: Sendable {
        let landed = DispatchGroup()
        let reply = Mutex<SubmitReply?>(nil)
    }

    private struct Question {
        let flight: Flight
        var waiters = 0
    }

    private enum Part {
        case first(Flight)
        case waiter(Flight)
        case tooMany
    }

    private let limit: Int
    private let questions = Mutex<[String: Question]>([:])

    /// - Parameter limit: How many may wait for the answer to one question besides who asks it:
    ///   each holds a thread.
    package init(limit: Int = 8) {
        self.limit = limit
    }

    /// What `ask` returns, called here or, while another thread asks for `key` already, there. Nil
    /// when as many as may wait for that already do.
    package func answer(to key: String, _ ask: () -> SubmitReply) -> SubmitReply? {
        switch join(key) {
        case .tooMany: return nil
        case .waiter(let flight):
            flight.landed.wait()
            return flight.reply.withLock(\.self)
        case .first(let flight):
            let reply = ask()
            flight.reply.withLock { $0 = reply }
            questions.withLock { $0[key] = nil }
            flight.landed.leave()
            return reply
        }
    }

    private func join(_ key: String) -> Part {
        questions.withLock { questions in
            guard let question = questions[key] else {
                let flight = Flight()
                flight.landed.enter()
                questions[key] = Question(flight: flight)
                return .first(flight)
            }
            guard question.waiters < limit else { return .tooMany }
            questions[key]?.waiters += 1
            return .waiter(question.flight)
        }
    }
}
