import CFastCGI
import Dispatch
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
    private let workers = Workers()

    /// Those that have not ended.
    private final class Workers: Sendable {
        let count = Atomic(0)
        let group = DispatchGroup()
    }

    /// Starts the threads. `listener` is a listening socket, opened or inherited; it is neither
    /// closed nor shut down by the pool, but set to non-blocking.
    package init(
        listener: Int32,
        configuration: Configuration,
        makeHandler: @escaping @Sendable () -> any FastCGIHandler
    ) {
        Self.initializeLibrary
        Self.returnLargeBlocks
        gate = AcceptGate(listener: listener)
        for number in 0..<configuration.threads {
            workers.group.enter()
            workers.count.add(1, ordering: .relaxed)
            WorkerThread.start(name: "fastcgi-\(number)") { [gate, workers] in
                Worker(gate: gate, configuration: configuration, handler: makeHandler()).run()
                workers.count.subtract(1, ordering: .releasing)
                workers.group.leave()
            }
        }
    }

    deinit {
        gate.stop()
    }

    /// Takes no new request, closes idle kept connections, finishes what is under way.
    ///
    /// - Returns: the number of workers that were still busy at the deadline; 0 is an orderly end.
    package func stop(within deadline: Duration) -> Int {
        gate.stop()
        let milliseconds = Int(clamping: Int64(deadline / .milliseconds(1)))
        _ = workers.group.wait(timeout: .now() + .milliseconds(milliseconds))
        return workers.count.load(ordering: .acquiring)
    }

    /// Bodies come and go by the megabyte. By default glibc keeps such blocks once the first one was
    /// freed ("dynamic mmap threshold", mallopt(3)), in an arena for each thread; mapped ones go
    /// back to the system.
    private static let returnLargeBlocks: Void = {
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }()

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
