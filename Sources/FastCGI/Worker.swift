/// What one thread of a pool does: it takes a connection, answers its requests, takes the next.
struct Worker {
    let gate: AcceptGate
    let configuration: WorkerPool.Configuration
    let handler: any FastCGIHandler

    func run() {
        while let descriptor = gate.nextConnection() {
            serve(descriptor)
        }
    }

    private func serve(_ descriptor: Int32) {
        let connection = Connection(descriptor, ioTimeout: configuration.ioTimeout)
        guard gate.waitForFirstByte(on: descriptor, timeout: configuration.firstByteTimeout)
        else { return }
        repeat {
            guard let request = connection.readRequest() else { return }
            let response = handler.respond(to: request)
            // A pool that stops says so with the answer, and not after it: a web server does not
            // reuse a connection that has ended.
            connection.send(
                response,
                withBody: request.parameter("REQUEST_METHOD") != "HEAD",
                keepOpen: !gate.isStopped
            )
            request.end()
        } while connection.isOpen && gate.waitForRequest(on: descriptor)
    }
}
