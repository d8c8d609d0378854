package import Domain
package import Logging

/// The system of record, a SQLite database: the only module that knows SQL.
///
/// Reads run on a small pool of connections, on the calling thread. Writes are queued to one
/// thread, which commits what has gathered as one transaction (``WriteQueue``); synchronous
/// methods block until their commit, `async` ones suspend.
package final class Store: Sendable {
    package struct Configuration: Sendable {
        /// The database file; its folder also holds the writers' lock file.
        package var path: String
        /// Connections of the reader pool.
        package var readers: Int
        /// The most writes committed together.
        package var batchLimit: Int
        /// Whether this process does the checkpoints of the write-ahead log (the poller).
        package var doesCheckpoints: Bool

        package init(
            path: String, readers: Int = 6, batchLimit: Int = 256, doesCheckpoints: Bool = false
        ) {
            self.path = path
            self.readers = readers
            self.batchLimit = batchLimit
            self.doesCheckpoints = doesCheckpoints
        }
    }

    /// Reads the random identity of the database, creating and migrating the file if need be.
    ///
    /// It comes before ``init(configuration:versions:logger:)``, because the file of versions
    /// needs it.
    package static func prepare(_ configuration: Configuration, logger: Logger)
        throws(StorageError) -> String
    {
        fatalError("stub")
    }

    package init(configuration: Configuration, versions: any VersionWriter, logger: Logger)
        throws(StorageError)
    {
        fatalError("stub")
    }

    /// Whether a read and the write lock work just now; for health reports. Never blocks long.
    package func check() throws(StorageError) { fatalError("stub") }

    /// A random 32-byte key kept in the database, made at its creation: signs picture links.
    package func pictureKey() throws(StorageError) -> [UInt8] { fatalError("stub") }

    /// Finishes queued writes and closes all connections.
    package func close() { fatalError("stub") }
}
