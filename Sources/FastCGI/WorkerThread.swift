import CFastCGI
import Glibc

/// A thread of the operating system, for work that blocks.
///
/// It has a small stack, and lets no signal in: one that cut a read or write of libfcgi short
/// would be taken for a broken connection.
enum WorkerThread {
    /// Enough for a request; only the pages that are touched take memory.
    private static let stackSize = 1 << 20

    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Nobody joins the thread: whoever waits for it is told by `body`.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))

        // A new thread inherits the mask, so that there is no moment without it.
        var blocked = blockableSignals
        var previous = sigset_t()
        pthread_sigmask(SIG_SETMASK, &blocked, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        let failure = pthread_create(
            &thread,
            &attributes,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                // In the thread itself: it may be gone when its creator goes on.
                pthread_setname_np(pthread_self(), start.name)
                start.body()
                return nil
            },
            start.toOpaque()
        )
        precondition(failure == 0, "start a thread: \(String(cString: strerror(failure)))")
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
