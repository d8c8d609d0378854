package import Domain

/// Word of a channel that one of its tasks has changed: a reason to look at it now.
///
/// Nothing hangs on a hint. It may be lost, come twice, or say what is known already.
package struct Hint: Sendable, Hashable {
    package var channelID: ChannelID
    package var mjID: String

    package init(channelID: ChannelID, mjID: String) {
        self.channelID = channelID
        self.mjID = mjID
    }

    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":"), let channelID = ChannelID(text[..<colon])
        else { return nil }
        self.init(channelID: channelID, mjID: String(text[text.index(after: colon)...]))
    }

    var bytes: [UInt8] { Array("\(channelID):\(mjID)".utf8) }
}
