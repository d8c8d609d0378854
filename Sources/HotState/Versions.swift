package import Domain

/// The versions that keep every cache right: one 64-bit word per slot of users, in a small file
/// that every process maps (design §5).
package final class Versions: VersionWriter, Sendable {
    /// Maps the file in `directory`, making it if it is not there or belongs to another database.
    ///
    /// - Parameter databaseID: the random identity of the database; part of every version.
    package init(directory: String, databaseID: String) throws(HotStateError) {
        fatalError("stub")
    }

    /// The version of a user's pages; nil while a writer is announced, when no cache may be used.
    package func version(ofUser user: UserID) -> Version? { fatalError("stub") }

    /// The version of the administrators' lists, groups and prices; nil while any writer is
    /// announced.
    package func versionOfEverything() -> Version? { fatalError("stub") }

    package func announce(_ scope: VersionScope) { fatalError("stub") }
    package func finish(_ scope: VersionScope) { fatalError("stub") }

    /// Finishes for writers that died between their two calls: only for those whose file lock is
    /// free, never by time-out. Called every second or so by each long-lived process.
    ///
    /// - Returns: the number of writers that were cleaned up after.
    @discardableResult
    package func heal() -> Int { fatalError("stub") }
}

/// The identity of the version file and the value of one of its words.
package struct Version: Sendable, Hashable {
    /// Random, made with the file.
    package var file: UInt64
    package var word: UInt64

    package init(file: UInt64, word: UInt64) {
        self.file = file
        self.word = word
    }
}
