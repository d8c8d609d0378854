/// An answer: status, headers, and a body that is ready or written piece by piece.
package struct FastCGIResponse {
    package enum Body {
        case bytes([UInt8])
        /// Called after the headers have been sent; each piece goes out in order.
        case stream((_ write: (UnsafeRawBufferPointer) throws(FastCGIError) -> Void) throws -> Void)
    }

    package var status: Int
    /// Names and values as sent; values hold no line breaks (a trap, so that none can be injected).
    package var headers: [(name: String, value: String)]
    package var body: Body

    package init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: Body = .bytes([])
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
