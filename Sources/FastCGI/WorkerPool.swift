/// What answers requests on one worker thread; made on that thread and never leaves it.
package protocol FastCGIHandler {
    func respond(to request: FastCGIRequest) -> FastCGIResponse
}

/// Threads that accept connections of a web server and answer its requests.
package final class WorkerPool: Sendable {
    package struct Configuration: Sendable {
        /// Worker threads. At least 2 × nginx workers × `keepalive` (a kept connection holds one).
        package var threads: Int
        /// How long an accepted connection may send nothing.
        package var firstByteTimeout: Duration
        /// The longest wait for one read or write of a request under way.
        package var ioTimeout: Duration

        package init(
            threads: Int = 64, firstByteTimeout: Duration = .seconds(2),
            ioTimeout: Duration = .seconds(30)
        ) {
            self.threads = threads
            self.firstByteTimeout = firstByteTimeout
            self.ioTimeout = ioTimeout
        }
    }

    /// Starts the threads. `listener` is a listening socket, opened or inherited; it is neither
    /// closed nor shut down by the pool.
    package init(
        listener: Int32, configuration: Configuration,
        makeHandler: @escaping @Sendable () -> any FastCGIHandler
    ) {
        fatalError("stub")
    }

    /// Takes no new request, closes idle kept connections, finishes what is under way.
    ///
    /// - Returns: the number of workers that were still busy at the deadline; 0 is an orderly end.
    package func stop(within deadline: Duration) -> Int {
        fatalError("stub")
    }
}
