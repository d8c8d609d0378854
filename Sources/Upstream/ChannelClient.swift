import AsyncHTTPClient
package import Domain
package import Logging

/// Talks to channels: midjourney-proxy servers in all their dialects.
///
/// One client serves all channels and keeps connections to each. No header or secret of one
/// channel or client ever reaches another.
package final class ChannelClient: Sendable {
    package struct Configuration: Sendable {
        /// The longest wait for the answer to a submit.
        package var submitTimeout: Duration
        /// The longest wait for the answer to a poll.
        package var pollTimeout: Duration
        /// The longest wait for a connection.
        package var connectTimeout: Duration
        /// The largest answer that is read, in bytes.
        package var maximumAnswerSize: Int
        /// The most ids in one list-by-condition.
        package var chunkSize: Int

        package init(
            submitTimeout: Duration = .seconds(60), pollTimeout: Duration = .seconds(15),
            connectTimeout: Duration = .seconds(5), maximumAnswerSize: Int = 64 << 20,
            chunkSize: Int = 200
        ) {
            self.submitTimeout = submitTimeout
            self.pollTimeout = pollTimeout
            self.connectTimeout = connectTimeout
            self.maximumAnswerSize = maximumAnswerSize
            self.chunkSize = chunkSize
        }
    }

    package init(configuration: Configuration, logger: Logger) { fatalError("stub") }

    /// POSTs `body` (a JSON object) to `route`, such as `/mj/submit/imagine`.
    package func submit(
        _ body: JSONValue, to route: String, of channel: Channel
    ) async throws(ChannelError) -> SubmitAnswer {
        fatalError("stub")
    }

    /// The same, for a thread that waits: the one door between the threads of FastCGI and async
    /// code. Never call it from async code.
    package func submitAndWait(
        _ body: JSONValue, to route: String, of channel: Channel
    ) throws(ChannelError) -> SubmitAnswer {
        fatalError("stub")
    }

    /// What the channel says of these tasks (`list-by-condition`, in chunks). Ids it does not
    /// know are missing; items that were not asked for or cannot be read are left out and logged.
    package func reports(
        of upstreamIDs: [String], on channel: Channel
    ) async throws(ChannelError) -> [ChannelReport] {
        fatalError("stub")
    }

    /// What the channel says of one task (`fetch`); nil when it does not know it.
    package func report(
        of upstreamID: String, on channel: Channel
    ) async throws(ChannelError) -> ChannelReport? {
        fatalError("stub")
    }

    /// Fetches a picture or video that a channel named, to a file.
    ///
    /// Only http and https; never a private address unless it is the channel's own host; the
    /// address that was checked is the one connected to; redirects are checked likewise; no
    /// secret travels along.
    ///
    /// - Returns: the media type found in the first bytes, such as `image/png`.
    package func fetchPicture(
        _ url: String, of channel: Channel, to path: String, limits: PictureLimits
    ) async throws(PictureError) -> String {
        fatalError("stub")
    }

    package func shutdown() async { fatalError("stub") }
}

package struct PictureLimits: Sendable, Equatable {
    /// In bytes.
    package var maximumSize: Int
    package var timeout: Duration
    package var maximumRedirects: Int

    package init(
        maximumSize: Int = 64 << 20, timeout: Duration = .seconds(30), maximumRedirects: Int = 3
    ) {
        self.maximumSize = maximumSize
        self.timeout = timeout
        self.maximumRedirects = maximumRedirects
    }
}

/// Why a picture was not fetched: trying again may help, or never will.
package enum PictureError: Error, Equatable {
    case unreachable(reason: String)
    case refused(reason: String)
}
