import Domain

/// How an answer travels, or does not.
enum TransportFault: Equatable, Sendable {
    /// Waits first, then does as usual.
    case delay(Milliseconds)
    /// Does as usual, and waits before it says so.
    case late(Milliseconds)
    /// Closes the connection, and does nothing.
    case close
    /// The same, so that the other side gets an error (RST).
    case reset
    /// Does as usual, and closes the connection without an answer.
    case lostAnswer
    /// Does as usual, and closes after the headers.
    case closeAfterHeaders
    /// Does as usual, and closes in the middle of the answer.
    case truncate
    /// Does as usual, and waits in the middle of the answer.
    case stall(Milliseconds)
    /// Does as usual, and sends a byte of the answer each so many milliseconds.
    case trickle(Milliseconds)

    init?(_ name: String, _ details: JSONValue) {
        let time = max(0, details["milliseconds"]?.integer ?? 100)
        switch name {
        case "delay": self = .delay(time)
        case "late": self = .late(time)
        case "close": self = .close
        case "reset": self = .reset
        case "lostAnswer": self = .lostAnswer
        case "closeAfterHeaders": self = .closeAfterHeaders
        case "truncate": self = .truncate
        case "stall": self = .stall(time)
        case "trickle": self = .trickle(time)
        default: return nil
        }
    }
}
