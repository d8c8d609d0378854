import Glibc

/// What can go wrong between a handler and the web server.
package enum FastCGIError: Error, Equatable {
    /// The client sent, or announced, more than the handler takes.
    case bodyTooLarge(limit: Int)
    /// The body is not the `CONTENT_LENGTH` bytes that were announced: the client or the web
    /// server went away. A `CONTENT_LENGTH` that is no number announces a body of nothing.
    case bodyIncomplete(expected: Int, received: Int)
    /// The answer could not be sent: nobody is listening any more.
    case connectionLost
    /// A call of the system failed while a socket was being opened.
    case socketFailed(call: String, path: String, errno: Int32)
}

extension FastCGIError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .bodyTooLarge(let limit):
            "read body: more than \(limit) bytes"
        case .bodyIncomplete(let expected, let received):
            "read body: \(received) bytes instead of \(expected)"
        case .connectionLost:
            "write answer: connection lost"
        case .socketFailed(let call, let path, let errno):
            "listen on \(path): \(call): \(String(cString: strerror(errno)))"
                + Self.hint(for: errno)
        }
    }

    private static func hint(for errno: Int32) -> String {
        switch errno {
        case EADDRINUSE: " (stop the process that answers there, or choose another path)"
        case ENOENT: " (create the folder)"
        case EACCES, EPERM: " (the folder must belong to the user of this process)"
        case EEXIST: " (what lies there is not a socket: move it away)"
        case ENAMETOOLONG: " (a socket's path has at most 107 bytes: choose a shorter one)"
        default: ""
        }
    }
}
