import Synchronization

/// HTTP/1.1 for threads that wait: the thread that asks sends and receives, and no other takes part.
///
/// Handing a request to an event loop and its answer back wakes a thread twice; asked through
/// AsyncHTTPClient, a server on the same machine answered after 600 µs instead of 320.
///
/// libcurl does the work: TLS with the system's certificates, compression, timeouts. Connections
/// are kept for the next request to the same server, whichever thread makes it. Redirects are not
/// followed, proxies of the environment not used, and nothing is ever sent twice.
package final class HTTPCaller: Sendable {
    package struct Configuration: Sendable {
        /// The longest wait for a connection.
        package var connectTimeout: Duration
        /// The largest answer that is read, in bytes after decompression.
        package var maximumAnswerSize: Int
        /// After how long without a request a connection is closed.
        package var idleTimeout: Duration
        /// A file of certificates to trust instead of the system's; for tests.
        var certificates: String?

        package init(connectTimeout: Duration, maximumAnswerSize: Int, idleTimeout: Duration) {
            self.connectTimeout = connectTimeout
            self.maximumAnswerSize = maximumAnswerSize
            self.idleTimeout = idleTimeout
        }
    }

    private struct Idle {
        let handle: EasyHandle
        let since: ContinuousClock.Instant
    }

    private let configuration: Configuration
    /// By base URL; the one used last at the end.
    private let idle = Mutex<[String: [Idle]]>([:])

    package init(configuration: Configuration) {
        self.configuration = configuration
    }

    /// Sends a request, and waits on this thread for the answer, whatever its status. Never call it
    /// from async code.
    package func exchange(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPAnswer {
        withUnsafeCurrentTask { task in
            precondition(task == nil, "a blocking wait would block a thread of async code")
        }
        while let kept = idle.withLock({ $0[request.baseURL]?.popLast()?.handle }) {
            guard kept.isQuiet, let answer = try kept.exchange(request) else { continue }
            keep(kept, for: request.baseURL)
            return answer
        }
        let handle = try EasyHandle(configuration)
        guard let answer = try handle.exchange(request) else { throw .unsent("no connection") }
        keep(handle, for: request.baseURL)
        return answer
    }

    /// Not called after a failure, when the connection is of no use.
    private func keep(_ handle: EasyHandle, for baseURL: String) {
        idle.withLock { $0[baseURL, default: []].append(Idle(handle: handle, since: .now)) }
    }

    /// Closes the connections that nobody has used for the idle timeout; to be called now and then.
    package func closeIdle() {
        let oldest = ContinuousClock.now - configuration.idleTimeout
        // Closed by the thread that holds the last reference, which is this one, without the lock.
        _ = idle.withLock { idle in
            var closed: [Idle] = []
            for (baseURL, connections) in idle {
                // In the order of their ages.
                let kept = connections.drop { $0.since <= oldest }
                closed += connections.prefix(connections.count - kept.count)
                idle[baseURL] = kept.isEmpty ? nil : Array(kept)
            }
            return closed
        }
    }
}
