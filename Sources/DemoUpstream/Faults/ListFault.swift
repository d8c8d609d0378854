import Domain

/// What a list names that it should not, or does not name.
enum ListFault: Equatable, Sendable {
    /// Leaves these ids out, all when empty.
    case omit(Set<String>)
    /// Names each task twice.
    case duplicate
    /// Names a task that nobody asked for.
    case foreign
    /// The other way round.
    case reverse

    init?(_ name: String, _ details: JSONValue) {
        switch name {
        case "omit": self = .omit(Set((details["ids"]?.array ?? []).compactMap(\.idText)))
        case "duplicate": self = .duplicate
        case "foreign": self = .foreign
        case "reverse": self = .reverse
        default: return nil
        }
    }

    /// - Parameter all: every task there is.
    func apply(to tasks: [DemoTask], all: [DemoTask]) -> [DemoTask] {
        switch self {
        case .omit(let ids): return tasks.filter { !ids.isEmpty && !ids.contains($0.id) }
        case .duplicate: return tasks + tasks
        case .foreign:
            let ids = Set(tasks.map(\.id))
            return tasks + (all.first { !ids.contains($0.id) }.map { [$0] } ?? [])
        case .reverse: return tasks.reversed()
        }
    }
}
