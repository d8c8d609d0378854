package struct HTTPRequest: Sendable {
    package enum Method: Sendable {
        case get
        /// With a body.
        case post([UInt8])
    }

    package var method: Method
    /// An absolute http or https URL: requests with the same one share connections.
    package var baseURL: String
    /// What follows it: a path, with a slash before it.
    package var target: String
    /// Header fields by name.
    package var fields: [String: String]
    /// The longest that the whole exchange may take.
    package var timeout: Duration

    package init(
        _ method: Method,
        _ baseURL: String,
        _ target: String,
        fields: [String: String],
        timeout: Duration
    ) {
        self.method = method
        self.baseURL = baseURL
        self.target = target
        self.fields = fields
        self.timeout = timeout
    }
}

package struct HTTPAnswer: Sendable, Equatable {
    package var status: Int
    /// Decompressed.
    package var body: [UInt8]
}

/// There is no answer.
package struct HTTPFailure: Error, Equatable {
    package enum Cause: Equatable, Sendable {
        /// What failed, in words for an operator: never a URL, a header or a body.
        case failed(String)
        /// The answer is larger than may be read.
        case tooLarge
    }

    package var cause: Cause
    /// Whether any byte of the request has left: only then the server can have acted on it.
    package var wasSent: Bool

    /// Nothing was sent.
    static func unsent(_ reason: String) -> HTTPFailure {
        HTTPFailure(cause: .failed(reason), wasSent: false)
    }
}
