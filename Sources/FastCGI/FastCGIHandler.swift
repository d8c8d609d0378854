/// What answers requests on one worker thread; made on that thread and never leaves it.
package protocol FastCGIHandler {
    func respond(to request: FastCGIRequest) -> FastCGIResponse
}
