import Glibc

/// The signals that end a command which runs for long, waited for instead of handled.
///
/// Blocked before any thread is made, so that no thread but the one that waits ever gets them.
struct StopSignals {
    private var signals = sigset_t()
    private let parent: pid_t?

    /// - Parameter stopsWithParent: Also stop when the process that started this one has ended.
    init(stopsWithParent: Bool = false) {
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

    /// Whether it is time to stop; waits for that up to `pause`.
    func haveCome(within pause: Duration = .milliseconds(100)) -> Bool {
        var signals = signals
        let (seconds, attoseconds) = pause.components
        var pause = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        return sigtimedwait(&signals, nil, &pause) > 0 || parent.map { $0 != getppid() } ?? false
    }
}
