package import Domain
package import Upstream

/// What the poller asks of channels: the seam at which tests put channels of their own.
package struct ChannelAccess: Sendable {
    package typealias Reports =
        @Sendable (_ upstreamIDs: [String], Channel) async throws(ChannelError) -> [ChannelReport]
    package typealias Report =
        @Sendable (_ upstreamID: String, Channel) async throws(ChannelError) -> ChannelReport?
    package typealias FetchPicture =
        @Sendable (_ url: String, Channel, _ path: String, PictureLimits)
        async throws(PictureError) -> String

    package typealias NewestReports =
        @Sendable (Channel) async throws(ChannelError) -> [ChannelReport]
    package typealias Cancel =
        @Sendable (_ upstreamID: String, Channel) async throws(ChannelError) -> Void

    package var reports: Reports
    package var report: Report
    package var newestReports: NewestReports
    package var cancel: Cancel
    package var fetchPicture: FetchPicture

    package init(
        reports: @escaping Reports,
        report: @escaping Report,
        newestReports: @escaping NewestReports,
        cancel: @escaping Cancel,
        fetchPicture: @escaping FetchPicture
    ) {
        self.reports = reports
        self.report = report
        self.newestReports = newestReports
        self.cancel = cancel
        self.fetchPicture = fetchPicture
    }

    package init(_ client: ChannelClient) {
        reports = { ids, channel async throws(ChannelError) in
            try await client.reports(of: ids, on: channel)
        }
        report = { id, channel async throws(ChannelError) in
            try await client.report(of: id, on: channel)
        }
        newestReports = { channel async throws(ChannelError) in
            try await client.newestReports(on: channel)
        }
        cancel = { id, channel async throws(ChannelError) in
            try await client.cancel(id, on: channel)
        }
        fetchPicture = { url, channel, path, limits async throws(PictureError) in
            try await client.fetchPicture(url, of: channel, to: path, limits: limits)
        }
    }
}
