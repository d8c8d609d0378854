import Domain
import Synchronization

/// Everything that requests and the control plane share.
final class World: Sendable {
    struct State: Sendable {
        var simulation: Simulation
        var clock = DemoClock()
        var faults: FaultPlan
        var requests = RequestLog()

        init(_ configuration: Simulation.Configuration) {
            simulation = Simulation(configuration: configuration)
            faults = FaultPlan(seed: configuration.seed)
        }

        var now: Milliseconds { clock.now() }

        /// The faults that the prompt of a new task ordered.
        mutating func planFaults(of reply: SubmitReply) {
            let id: String
            switch reply {
            case .accepted(let task, _, _), .modal(let task, _, _): id = task
            default: return
            }
            for text in simulation.tasks[id]?.order.orders.faults ?? [] {
                guard var fault = Fault(short: text), fault.target != .submit else { continue }
                fault.taskID = id
                faults.add(fault)
            }
        }
    }

    private let state: Mutex<State>

    init(_ configuration: Simulation.Configuration) {
        state = Mutex(State(configuration))
    }

    func withState<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try state.withLock { state in try body(&state) }
    }

    /// As after a start, except that nothing is asked of the clock twice.
    func reset() {
        withState { state in state = State(state.simulation.configuration) }
    }
}
