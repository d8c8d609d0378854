import Glibc

/// The signals that end a responder.
///
/// Made before any thread is: threads inherit the mask, and only ``wait()`` sees the signals.
struct StopSignals {
    private var set = sigset_t()

    init() {
        // A web server that is gone is an error of write, and no reason to end. Reloading comes
        // with a restart; until a reload exists, SIGHUP must not end the process.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for one of them.
    func wait() -> Int32 {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        return number
    }
}
