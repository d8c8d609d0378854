package import Domain

extension Store {
    /// All channels, by priority (highest first), then id.
    package func channels() throws(StorageError) -> [Channel] { fatalError("stub") }

    package func addChannel(name: String, baseURL: String, secret: String, priority: Int)
        throws(StorageError) -> Channel
    {
        fatalError("stub")
    }

    package func setChannelStatus(_ status: Channel.Status, id: ChannelID) throws(StorageError) {
        fatalError("stub")
    }
}
