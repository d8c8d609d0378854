import Domain
import Synchronization

/// Everything that requests and the control plane share.
final class World: Sendable {
    struct State: Sendable {
        var simulation: Simulation
        var clock = DemoClock()
        var faults: FaultPlan
        var requests = RequestLog()
        var hooks = HookPlanner()
        var hookLog = HookLog()

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
    /// Where the server listens, for pictures that nobody asked it for.
    private let address = Mutex("http://127.0.0.1")
    /// Something happened that hooks may be about.
    let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    init(_ configuration: Simulation.Configuration) {
        state = Mutex(State(configuration))
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func withState<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try state.withLock { state in try body(&state) }
    }

    func noteChange() {
        change.yield()
    }

    func listens(at address: String) {
        self.address.withLock { $0 = address }
    }

    /// As after a start, except that nothing is asked of the clock twice.
    func reset() {
        withState { state in state = State(state.simulation.configuration) }
    }

    func begin(_ new: State) {
        withState { state in state = new }
    }

    /// What is to be told now, and in how many milliseconds there may be more.
    func dueHooks() -> (
        deliveries: [HookPlanner.Delivery], pause: Milliseconds?, settings: HookSettings
    ) {
        let pictures = address.withLock(\.self) + "/mj/image-like"
        return withState { state in
            let now = state.now
            let (deliveries, next) = state.hooks.due(
                &state.simulation,
                pictures: pictures,
                at: now
            )
            // A clock that stands is moved by the control plane, which notes the change.
            let pause = state.clock.isFrozen ? nil : next.map { max(1, $0 - now) }
            return (deliveries, pause, state.simulation.settings.hooks)
        }
    }
}
