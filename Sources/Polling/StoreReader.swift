import Domain
import HotState
import Storage

/// Reads and chores that block for moments, on a queue of their own.
actor StoreReader {
    private nonisolated let executor = BlockingExecutor(label: "mjtask.store-reader")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let store: Store
    private let versions: Versions

    init(store: Store, versions: Versions) {
        self.store = store
        self.versions = versions
    }

    func channels() throws(StorageError) -> [ChannelID: Channel] {
        let channels = try store.channels()
        return Dictionary(channels.map { ($0.id, $0) }) { first, _ in first }
    }

    /// - Returns: how many dead writers were finished for.
    func healVersions() -> Int { versions.heal() }
}
