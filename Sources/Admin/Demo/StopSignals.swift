import Glibc

/// The signals that end the demo, waited for instead of handled.
///
/// Blocked before any thread is made, so that no thread but the one that waits ever gets them.
struct StopSignals {
    private var signals = sigset_t()
    private let parent: pid_t?

    /// - Parameter stopsWithParent: Also stop when the process that started this one has ended.
    init(stopsWithParent: Bool) {
        parent = stopsWithParent ? getppid() : nil
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        // Under nohup it stays ignored; once blocked it would be queued nonetheless.
        var hangup = sigaction()
        sigaction(SIGHUP, nil, &hangup)
        let isIgnored = unsafeBitCast(hangup.__sigaction_handler.sa_handler, to: Int.self) == 1
        if !isIgnored { sigaddset(&signals, SIGHUP) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Whether it is time to stop; waits for that up to a tenth of a second.
    func haveCome() -> Bool {
        var signals = signals
        var pause = timespec(tv_sec: 0, tv_nsec: 100_000_000)
        return sigtimedwait(&signals, nil, &pause) > 0 || parent.map { $0 != getppid() } ?? false
    }
}
