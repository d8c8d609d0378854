import Synchronization

/// Set once, by whoever; for servers of tests that change their mind.
final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    func set() { value.withLock { $0 = true } }
}
