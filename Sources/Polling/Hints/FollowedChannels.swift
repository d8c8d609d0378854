import Domain
import Synchronization

/// The channels that the poller follows, by id.
final class FollowedChannels: Sendable {
    private let channels = Mutex<[ChannelID: PollChannel]>([:])

    var all: [ChannelID: PollChannel] { channels.withLock { $0 } }

    func add(_ channel: PollChannel, for id: ChannelID) {
        channels.withLock { $0[id] = channel }
    }
}
