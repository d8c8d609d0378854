import CFastCGI
import Glibc

/// A thread of the operating system, for work that blocks.
///
/// It has a small stack, and lets no signal in: one that cut a read or write of libfcgi short
/// would be taken for a broken connection.
struct WorkerThread: Sendable {
    private let thread: pthread_t

    /// Enough for a request; only the pages that are touched take memory.
    private static let stackSize = 1 << 20

    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)

        // A new thread inherits the mask, so that there is no moment without it.
        var blocked = Self.blockableSignals
        var previous = sigset_t()
        pthread_sigmask(SIG_SETMASK, &blocked, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(body))
        let failure = pthread_create(
            &thread,
            &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            },
            start.toOpaque()
        )
        precondition(failure == 0, "start a thread: \(String(cString: strerror(failure)))")
        pthread_setname_np(thread, String(name.prefix(15)))
        self.thread = thread
    }

    /// Whether the thread has ended by `time` of CLOCK_MONOTONIC; after true, it must be forgotten.
    func join(until time: timespec) -> Bool {
        var time = time
        return pthread_clockjoin_np(thread, nil, CLOCK_MONOTONIC, &time) == 0
    }

    /// Lets the thread end by itself; the other way to forget it.
    func detach() {
        pthread_detach(thread)
    }

    /// All but those by which a crash is reported.
    private static var blockableSignals: sigset_t {
        var signals = sigset_t()
        sigfillset(&signals)
        for crash in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] {
            sigdelset(&signals, crash)
        }
        return signals
    }
}
