/// How long one request may keep its client waiting, however many channels it tries.
package struct Patience: Sendable {
    /// From the beginning of a request: when it has passed, no further channel is tried. The last
    /// try may then take its whole timeout, and the client must still hear of a task that it pays
    /// for, before nginx gives up.
    package let furtherTries: Duration
    /// No request waits longer for channels.
    package let whole: Duration

    package init(submitTimeout: Duration) {
        furtherTries = submitTimeout / 6
        whole = furtherTries + submitTimeout
    }
}
