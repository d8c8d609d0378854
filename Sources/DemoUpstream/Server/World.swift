import Domain
import Synchronization

/// Everything that requests and the control plane share.
final class World: Sendable {
    struct State: Sendable {
        var simulation: Simulation
        var clock = DemoClock()
        var faults = FaultPlan()
        var requests = RequestLog()

        var now: Milliseconds { clock.now() }
    }

    private let state: Mutex<State>

    init(_ configuration: Simulation.Configuration) {
        state = Mutex(State(simulation: Simulation(configuration: configuration)))
    }

    func withState<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try state.withLock { state in try body(&state) }
    }

    /// As after a start, except that nothing is asked of the clock twice.
    func reset() {
        withState { state in
            state = State(simulation: Simulation(configuration: state.simulation.configuration))
        }
    }
}
