import FastCGI
import TestSupport

/// Answers by a closure, which all workers share.
struct ClosureHandler: FastCGIHandler {
    let answer: @Sendable (FastCGIRequest) -> FastCGIResponse

    func respond(to request: FastCGIRequest) -> FastCGIResponse { answer(request) }
}

extension FastCGIResponse {
    static func text(_ text: String, status: Int = 200) -> FastCGIResponse {
        FastCGIResponse(status: status, body: .bytes(Array(text.utf8)))
    }
}

extension WorkerPool {
    convenience init(
        _ socket: ListeningSocket,
        _ configuration: Configuration,
        _ answer: @escaping @Sendable (FastCGIRequest) -> FastCGIResponse
    ) {
        self.init(listener: socket.descriptor, configuration: configuration) {
            ClosureHandler(answer: answer)
        }
    }
}

extension WorkerPool.Configuration {
    static func make(
        threads: Int = 2,
        firstByteTimeout: Duration = .seconds(30),
        ioTimeout: Duration = .seconds(30)
    ) -> Self {
        .init(threads: threads, firstByteTimeout: firstByteTimeout, ioTimeout: ioTimeout)
    }
}

/// Runs `body` with a pool that answers with `answer` on a socket in a temporary folder, and
/// expects that the pool ends in an orderly way.
func withPool(
    _ configuration: WorkerPool.Configuration = .make(),
    answer: @escaping @Sendable (FastCGIRequest) -> FastCGIResponse,
    _ body: (_ socketPath: String) throws -> Void
) throws {
    try withTemporaryDirectory { directory in
        let socket = try ListeningSocket(path: directory + "/s")
        let pool = WorkerPool(socket, configuration, answer)
        let result = Result { try body(socket.path) }
        let busy = pool.stop(within: .seconds(30))
        try result.get()
        guard busy == 0 else { throw WorkersStillBusy(count: busy) }
    }
}

struct WorkersStillBusy: Error {
    let count: Int
}
