import Domain
import Synchronization

/// Notes the calls, and lets a test look around inside of them.
final class RecordingVersions: VersionWriter {
    enum Call: Equatable {
        case announce(Set<UserID>)
        case finish(Set<UserID>)
    }

    private let made = Mutex<[Call]>([])
    private let look = Mutex<(@Sendable (Call) -> Void)?>(nil)

    var calls: [Call] { made.withLock { $0 } }

    func clear() {
        made.withLock { $0 = [] }
    }

    /// Called inside of each call.
    func onCall(_ look: @escaping @Sendable (Call) -> Void) {
        self.look.withLock { $0 = look }
    }

    func announce(_ scope: VersionScope) { note(.announce(scope.users)) }
    func finish(_ scope: VersionScope) { note(.finish(scope.users)) }

    private func note(_ call: Call) {
        made.withLock { $0.append(call) }
        look.withLock { $0 }?(call)
    }
}
