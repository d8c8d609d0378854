/// A request as a FastCGI responder sees it: parameters, and a body to be read at most once.
///
/// Valid only while its handler runs, on the handler's thread.
package final class FastCGIRequest {
    /// A request without a server, for tests and for handlers called directly.
    package init(parameters: [String: String], body: [UInt8] = []) {
        fatalError("stub")
    }

    /// A parameter such as `REQUEST_METHOD`; nil when the web server did not send it.
    package func parameter(_ name: String) -> String? {
        fatalError("stub")
    }

    /// Reads the whole body.
    ///
    /// - Throws: ``FastCGIError/bodyTooLarge(limit:)`` as soon as more than `limit` bytes are
    ///   announced or come in (the rest is drained); ``FastCGIError/bodyIncomplete(expected:received:)``.
    package func readBody(limit: Int) throws(FastCGIError) -> [UInt8] {
        fatalError("stub")
    }

    /// Hands the body over piece by piece, for bodies that should not be held in memory.
    package func readBody(
        limit: Int, _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        fatalError("stub")
    }
}
