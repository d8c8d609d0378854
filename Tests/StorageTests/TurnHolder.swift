import Glibc
import Storage
import Testing

/// Holds the turn to write, as another process would.
struct TurnHolder: ~Copyable {
    private let descriptor: CInt

    init(_ store: Store) throws {
        descriptor = open(store.configuration.path + "-writer.lock", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        try #require(flock(descriptor, LOCK_EX) == 0)
    }

    consuming func release() {}

    deinit {
        close(descriptor)
    }
}
