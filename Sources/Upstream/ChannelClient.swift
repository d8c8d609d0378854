package import Domain
package import Logging
import NIOCore
import NIOPosix

/// Talks to channels, midjourney-proxy servers in all their dialects, for asynchronous code; what
/// threads wait for is asked by ``SubmitClient``.
///
/// One client serves all channels and keeps connections to each. No header or secret of one
/// channel or client ever reaches another. The owner calls ``shutdown()`` before it lets go.
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

        /// After this no thread waits for that answer any more: the timeout, and some time to act.
        package var submitPatience: Duration { submitTimeout + .seconds(5) }

        /// After how long without a request a connection is closed. Shorter than the keep-alive
        /// of the servers in question (Tomcat 20 s, Kestrel 130 s, nginx 75 s), so that no request
        /// meets a connection that the server is closing.
        static let idleTimeout = Duration.seconds(10)

        package init(
            submitTimeout: Duration = .seconds(60),
            pollTimeout: Duration = .seconds(15),
            connectTimeout: Duration = .seconds(5),
            maximumAnswerSize: Int = 64 << 20,
            chunkSize: Int = 200
        ) {
            self.submitTimeout = submitTimeout
            self.pollTimeout = pollTimeout
            self.connectTimeout = connectTimeout
            self.maximumAnswerSize = maximumAnswerSize
            self.chunkSize = chunkSize
        }
    }

    package let configuration: Configuration
    let log: OddityLog
    let connections: ChannelConnections
    private let group: MultiThreadedEventLoopGroup
    private let hosts: OutsideHosts
    private let pictures: PictureFetch

    package convenience init(configuration: Configuration, logger: Logger) {
        self.init(configuration: configuration, logger: logger, resolve: nil)
    }

    /// - Parameter resolve: stands in for the system's resolver when pictures are fetched.
    init(configuration: Configuration, logger: Logger, resolve: HostResolver?) {
        precondition(configuration.chunkSize > 0, "a chunk holds at least one id")
        self.configuration = configuration
        log = OddityLog(logger: logger)
        // Bytes are moved here and decoded elsewhere: one thread is plenty.
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        connections = ChannelConnections(
            group: group,
            connectTimeout: configuration.connectTimeout,
            maximumAnswerSize: configuration.maximumAnswerSize
        )
        hosts = OutsideHosts(
            group: group,
            connectTimeout: configuration.connectTimeout,
            resolve: resolve
        )
        pictures = PictureFetch(hosts: hosts)
    }

    /// What the channel says of these tasks (`list-by-condition`, in chunks). Ids it does not
    /// know are missing; items that were not asked for or cannot be read are left out and logged.
    package func reports(
        of upstreamIDs: [String],
        on channel: Domain.Channel
    ) async throws(ChannelError) -> [ChannelReport] {
        var reports: [ChannelReport] = []
        var rest = upstreamIDs[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(configuration.chunkSize)
            rest = rest.dropFirst(chunk.count)
            reports += try await self.reports(ofChunk: Array(chunk), on: channel)
        }
        return reports
    }

    private func reports(
        ofChunk ids: [String],
        on channel: Domain.Channel
    ) async throws(ChannelError) -> [ChannelReport] {
        let body = JSONValue.object(["ids": .array(ids.map(JSONValue.string))])
        let answer = try await connections.send(
            .post(body.bytes()),
            "/mj/task/list-by-condition",
            to: channel,
            timeout: configuration.pollTimeout
        )
        try answer.requireSuccess()
        guard let items = try answer.json().array else {
            throw .malformed(reason: "list-by-condition: no array")
        }
        let list = TaskDecoder.reports(items, asked: Set(ids))
        for oddity in list.oddities { log.note(oddity, channel: channel.id) }
        return list.reports
    }

    /// What the channel says of one task (`fetch`); nil when it does not know it.
    package func report(
        of upstreamID: String,
        on channel: Domain.Channel
    ) async throws(ChannelError) -> ChannelReport? {
        let route = "/mj/task/\(percentEncoded(upstreamID))/fetch"
        let answer = try await connections.send(
            .get,
            route,
            to: channel,
            timeout: configuration.pollTimeout
        )
        // An unknown task is an empty 200 or a 204, and a 404 where somebody knew better.
        if answer.status == 404 { return nil }
        try answer.requireSuccess()
        if answer.isBlank { return nil }
        guard let report = TaskDecoder.report(try answer.json()), report.upstreamID == upstreamID
        else {
            throw .malformed(reason: "fetch: not the task that was asked for")
        }
        return report
    }

    /// Fetches a picture or video that a channel named, to a file.
    ///
    /// Only http and https; never a private address unless host and port are the channel's own;
    /// the address that was checked is the one connected to; redirects are checked likewise; no
    /// secret travels along.
    ///
    /// - Returns: the media type found in the first bytes, such as `image/png`.
    package func fetchPicture(
        _ url: String,
        of channel: Domain.Channel,
        to path: String,
        limits: PictureLimits
    ) async throws(PictureError) -> String {
        try await pictures.fetch(url, channelURL: channel.baseURL, to: path, limits: limits)
    }

    /// Ends all connections. Calls that are under way fail.
    package func shutdown() async {
        await connections.shutdown()
        await pictures.shutdown()
        await hosts.shutdown()
        // Fails only when called twice, and then there is nothing left to end.
        try? await group.shutdownGracefully()
    }
}
