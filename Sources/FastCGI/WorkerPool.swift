import CFastCGI
import Glibc
import Synchronization

/// Threads that accept connections of a web server and answer its requests.
///
/// ``AcceptGate`` is where they wait; ``Connection`` is what they know of libfcgi. A worker belongs
/// to its connection for as long as the web server keeps it.
package final class WorkerPool: Sendable {
    package struct Configuration: Sendable {
        /// Worker threads. At least 2 × nginx workers × `keepalive` (a kept connection holds one).
        package var threads: Int
        /// How long an accepted connection may send nothing.
        package var firstByteTimeout: Duration
        /// The longest wait for one read or write of a request under way.
        package var ioTimeout: Duration

        package init(
            threads: Int = 64,
            firstByteTimeout: Duration = .seconds(2),
            ioTimeout: Duration = .seconds(30)
        ) {
            self.threads = threads
            self.firstByteTimeout = firstByteTimeout
            self.ioTimeout = ioTimeout
        }
    }

    private let gate: AcceptGate
    /// Those that have not been seen to end.
    private let threads: Mutex<[WorkerThread]>

    /// Starts the threads. `listener` is a listening socket, opened or inherited; it is neither
    /// closed nor shut down by the pool, but set to non-blocking.
    package init(
        listener: Int32,
        configuration: Configuration,
        makeHandler: @escaping @Sendable () -> any FastCGIHandler
    ) {
        Self.initializeLibrary
        let gate = AcceptGate(listener: listener)
        self.gate = gate
        threads = Mutex(
            (0..<configuration.threads).map { number in
                WorkerThread(name: "fastcgi-\(number)") {
                    Worker(gate: gate, configuration: configuration, handler: makeHandler()).run()
                }
            }
        )
    }

    deinit {
        gate.stop()
        threads.withLock { threads in
            for thread in threads { thread.detach() }
        }
    }

    /// Takes no new request, closes idle kept connections, finishes what is under way.
    ///
    /// - Returns: the number of workers that were still busy at the deadline; 0 is an orderly end.
    package func stop(within deadline: Duration) -> Int {
        gate.stop()
        let end = timespec.monotonic(after: deadline)
        return threads.withLock { threads in
            threads.removeAll { $0.join(until: end) }
            return threads.count
        }
    }

    /// FCGX_Init takes SIGPIPE, SIGUSR1 and SIGTERM for itself where they are ignored or at their
    /// defaults; what a signal does is the program's to say, and workers block them all.
    private static let initializeLibrary: Void = {
        let signals = [SIGPIPE, SIGUSR1, SIGTERM]
        let actions = signals.map { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return action
        }
        let failure = FCGX_Init()
        precondition(failure == 0, "FCGX_Init: \(String(cString: strerror(failure)))")
        for (signal, var action) in zip(signals, actions) {
            sigaction(signal, &action, nil)
        }
    }()
}

extension timespec {
    fileprivate static func monotonic(after delay: Duration) -> timespec {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let end = Duration.seconds(now.tv_sec) + .nanoseconds(now.tv_nsec) + max(delay, .zero)
        let (seconds, attoseconds) = end.components
        return timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}
