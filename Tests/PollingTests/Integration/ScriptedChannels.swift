import Domain
import Polling
import Upstream

/// Channels that say what a test tells them to.
actor ScriptedChannels {
    enum Mood: Sendable {
        case answering
        case refusing
        /// Never answers; only a cancellation ends the wait.
        case hanging
    }

    enum Picture: Sendable {
        case bytes(String)
        case failing(PictureError)
        case hanging
    }

    private var newest: [ChannelID: [ChannelReport]] = [:]
    private var reports: [ChannelID: [ChannelReport]] = [:]
    private var moods: [ChannelID: Mood] = [:]
    var picture = Picture.bytes("picture")
    /// Completed and refused looks.
    private(set) var looks: [ChannelID: Int] = [:]
    private(set) var asked: [String: Int] = [:]
    private(set) var singleQuestions: [String] = []
    private(set) var fetches: [String] = []
    private(set) var lists: [ChannelID: Int] = [:]
    private(set) var cancelled: [String] = []

    func say(_ reports: ChannelReport..., on channel: ChannelID = 1) {
        self.reports[channel] = reports
    }

    /// What the list of the newest tasks holds.
    func list(_ reports: [ChannelReport], on channel: ChannelID = 1) {
        newest[channel] = reports
    }

    func set(_ mood: Mood, of channel: ChannelID = 1) {
        moods[channel] = mood
    }

    func set(_ picture: Picture) {
        self.picture = picture
    }

    /// Returns after as many more looks as a decision could need to show.
    nonisolated func waitForLooks(_ count: Int = 3, on channel: ChannelID = 1) async throws {
        let target = await looks[channel, default: 0] + count
        try await wait("looks at channel \(channel)") {
            await looks[channel, default: 0] >= target
        }
    }

    nonisolated var access: ChannelAccess {
        ChannelAccess(
            reports: { ids, channel async throws(ChannelError) in
                try await self.reports(of: ids, on: channel)
            },
            report: { id, channel async throws(ChannelError) in
                try await self.report(of: id, on: channel)
            },
            newestReports: { channel async throws(ChannelError) in
                try await self.newestReports(on: channel)
            },
            cancel: { id, channel async throws(ChannelError) in
                try await self.cancel(id, on: channel)
            },
            fetchPicture: { url, _, path, _ async throws(PictureError) in
                try await self.fetch(url, to: path)
            }
        )
    }

    private func reports(of ids: [String], on channel: Channel) async throws(ChannelError)
        -> [ChannelReport]
    {
        for id in ids { asked[id, default: 0] += 1 }
        try await answer(channel)
        looks[channel.id, default: 0] += 1
        return (reports[channel.id] ?? []).filter { ids.contains($0.upstreamID) }
    }

    private func report(of id: String, on channel: Channel) async throws(ChannelError)
        -> ChannelReport?
    {
        singleQuestions.append(id)
        try await answer(channel)
        return (reports[channel.id] ?? []).first { $0.upstreamID == id }
    }

    private func newestReports(on channel: Channel) async throws(ChannelError) -> [ChannelReport] {
        lists[channel.id, default: 0] += 1
        try await answer(channel)
        return newest[channel.id] ?? []
    }

    private func cancel(_ id: String, on channel: Channel) async throws(ChannelError) {
        try await answer(channel)
        cancelled.append(id)
    }

    private func answer(_ channel: Channel) async throws(ChannelError) {
        switch moods[channel.id] ?? .answering {
        case .answering:
            return
        case .refusing:
            looks[channel.id, default: 0] += 1
            throw .refused(reason: "connection refused")
        case .hanging:
            _ = try? await Task.sleep(for: .seconds(3600))
            throw .answerLost(reason: "timed out")
        }
    }

    private func fetch(_ url: String, to path: String) async throws(PictureError) -> String {
        fetches.append(url)
        switch picture {
        case .bytes(let text):
            write(text, to: path)
            return "image/png"
        case .failing(let error):
            write("half", to: path)
            throw error
        case .hanging:
            _ = try? await Task.sleep(for: .seconds(3600))
            throw .unreachable(reason: "timed out")
        }
    }
}
