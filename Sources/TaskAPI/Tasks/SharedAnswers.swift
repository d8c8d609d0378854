import Dispatch
import Synchronization

/// Lets workers that ask the same thing of a channel at the same time share one answer.
package final class SharedAnswers: Sendable {
    /// A question that is being asked.
    private final class Flight: Sendable {
        let landed = DispatchGroup()
        let reply = Mutex<SubmitReply?>(nil)
    }

    private let flights = Mutex<[String: Flight]>([:])

    package init() {}

    /// What `ask` returns, called here or, while another thread asks for `key` already, there.
    package func answer(to key: String, _ ask: () -> SubmitReply) -> SubmitReply {
        let (flight, isFirst) = flights.withLock { flights in
            if let flight = flights[key] { return (flight, false) }
            let flight = Flight()
            flight.landed.enter()
            flights[key] = flight
            return (flight, true)
        }
        if !isFirst {
            flight.landed.wait()
            if let reply = flight.reply.withLock({ $0 }) { return reply }
        }
        let reply = ask()
        guard isFirst else { return reply }
        flight.reply.withLock { $0 = reply }
        flights.withLock { $0[key] = nil }
        flight.landed.leave()
        return reply
    }
}
