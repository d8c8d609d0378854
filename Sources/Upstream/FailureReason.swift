import AsyncHTTPClient
import NIOCore
import NIOPosix

/// Words for an operator out of an error of the HTTP client: what failed, never a URL, a header
/// or a body.
func reason(_ error: any Error) -> String {
    switch error {
    case is TimedOut, HTTPClientError.deadlineExceeded as HTTPClientError: "timed out"
    case is ResolverBusy: "too many names are looked up"
    case is CancellationError: "cancelled"
    case let error as HTTPClientError: error.shortDescription.lowercased()
    case let error as IOError: error.description
    case is SocketAddressError, is UnknownHost: "unknown host"
    case let error as RefusedAddress: error.reason
    case let error as NIOConnectionError:
        if let failure = error.connectionErrors.first?.error {
            "connect: \(reason(failure))"
        } else {
            "unknown host"
        }
    default: "\(type(of: error))"
    }
}
