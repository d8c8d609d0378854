import Supervision
import Synchronization

/// What the supervisor's thread reports, until the main thread gets to it.
final class EventQueue: Sendable {
    private let events = Mutex<[Supervisor.Event]>([])

    func append(_ event: Supervisor.Event) {
        events.withLock { $0.append(event) }
    }

    func takeAll() -> [Supervisor.Event] {
        events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}
