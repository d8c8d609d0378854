import CFastCGI

/// A request as a FastCGI responder sees it: parameters, and a body to be read at most once.
///
/// Valid only until its answer has been sent, on its handler's thread.
package final class FastCGIRequest {
    enum Source {
        case connection(UnsafeMutablePointer<FCGX_Request>)
        case memory(parameters: [String: String], body: [UInt8])
        case ended
    }

    private(set) var source: Source
    /// Whether the handler has asked for the body.
    var isBodyTaken = false

    /// A request without a server, for tests and for handlers called directly.
    package init(parameters: [String: String], body: [UInt8] = []) {
        source = .memory(parameters: parameters, body: body)
    }

    init(_ request: UnsafeMutablePointer<FCGX_Request>) {
        source = .connection(request)
    }

    /// A parameter such as `REQUEST_METHOD`; nil when the web server did not send it.
    ///
    /// Only the one that is asked for becomes a `String`. Bytes that are not UTF-8 are replaced.
    package func parameter(_ name: String) -> String? {
        switch source {
        case .connection(let request):
            FCGX_GetParam(name, request.pointee.envp).map { String(cString: $0) }
        case .memory(let parameters, _): parameters[name]
        case .ended: preconditionFailure("a request is valid only until its answer has been sent")
        }
    }

    /// libfcgi frees parameters and streams with the answer; from here on, use is a trap.
    func end() {
        source = .ended
    }
}
