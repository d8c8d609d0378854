/// What can go wrong between a handler and the web server.
package enum FastCGIError: Error, Equatable {
    /// The client sent, or announced, more than the handler takes.
    case bodyTooLarge(limit: Int)
    /// The body ended before `CONTENT_LENGTH` bytes: the client or the web server went away.
    case bodyIncomplete(expected: Int, received: Int)
    /// The answer could not be sent: nobody is listening any more.
    case connectionLost
    /// A call of the system failed while a socket was being opened.
    case socketFailed(call: String, path: String, errno: Int32)
}
