/// A channel could not be asked, or did not answer in a way that counts.
///
/// The cases are what a caller can do: go on to another channel, reconcile, or try again later.
package enum ChannelError: Error, Equatable {
    /// The request was surely not processed (connection refused, unknown host, wrong secret).
    case refused(reason: String)
    /// The request may have been processed, and its answer is lost (timed out, reset, 5xx).
    case answerLost(reason: String)
    /// The channel answered something that is not of the protocol.
    case malformed(reason: String)
    /// The request was surely not processed, and that says nothing of others: there is no such
    /// route, or what stands in front of the channel does not like this body.
    case unfit(reason: String)

    /// Whether another channel may be asked instead.
    package var isRefusal: Bool {
        switch self {
        case .refused, .unfit: true
        case .answerLost, .malformed: false
        }
    }
}
