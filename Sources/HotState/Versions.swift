package import Domain
package import Logging
import Synchronization

// The versions that keep every cache right: one 64-bit word per slot of users, and one for
// everything, in a small file that every process maps.
//
// A reader takes a version, reads the source, and keeps the version with what it made of it. It
// uses what is kept only while the whole word is still the same and no bit in it is set. A writer
// announces itself before its commit and finishes after it, so that from before a change can be
// seen until a version later nothing kept is used, and nothing kept before ever matches again.
//
// The low 16 bits of a word say which processes are writing, one bit each, and not how many there
// are: a process counts its own threads under a mutex, sets its bit with the first and takes it,
// together with adding the version, in one atomic add with the last. A process owns its bit by a
// lock on the file, which the kernel frees when it dies. So whoever gets the lock of a bit may
// clear it wherever it is set, any number of times, with no list of slots that its dead owner would
// have had to keep in step with the words; a count of writers could not be put right without one,
// because a death between listing and counting leaves open which of the two has happened.
//
// Order. Announcing and finishing are sequentially consistent, and a full fence follows the
// announcement: a commit is never seen before the bit is, nor the version before the commit.
// Readers need what they read before a look at a word to stay before it: an acquiring fence, which
// costs nothing on x86, and an acquiring load for what they read after it.
//
// A process that is stopped keeps its lock and its bits: it may still commit. Its users' pages are
// read from the source until it goes on or ends; nothing here is decided by time.

/// The versions that keep every cache right, in a file that every process maps.
///
/// Long-lived processes call ``heal()`` about every second, and the file lies where a reboot
/// empties it or leaves it whole, such as `/run`.
package final class Versions: VersionWriter, Sendable {
    /// The random identity of the database, part of the names of what is cached.
    package let databaseID: String
    let file: VersionFile
    let writer = Mutex(Writer())
    let logger: Logger
    let fileIsGone = Atomic(false)

    /// This process as a writer.
    struct Writer {
        /// The bit it owns, from its first announcement on.
        var region: Int?
        /// How many announcements of this process are open for a slot; never zero.
        var announcements: [Int: Int] = [:]
    }

    /// Maps the file in `directory`, making it if it is not there or belongs to another database.
    ///
    /// - Parameter databaseID: the random identity of the database; part of every version.
    package init(
        directory: String,
        databaseID: String,
        logger: Logger = Logger(label: "mjtask.versions")
    ) throws(HotStateError) {
        file = try VersionFile.open(directory: directory, databaseID: databaseID)
        self.databaseID = databaseID
        self.logger = logger
    }

    deinit {
        // Open announcements are left to be healed, as those of a process that died.
        writer.withLock { writer in
            if let region = writer.region, writer.announcements.isEmpty { markUnused(region) }
        }
    }

    /// The version of a user's pages; nil while a writer is announced, when no cache may be used.
    package func version(ofUser user: UserID) -> Version? {
        version(at: VersionSlot.user(user))
    }

    /// The version of the administrators' lists, groups and prices; nil while any writer is
    /// announced.
    package func versionOfEverything() -> Version? {
        version(at: VersionSlot.everything)
    }

    /// True once the file was removed or replaced by hand while this process used it.
    ///
    /// Caches are off then for good, and what is announced reaches no newer process: a program
    /// that finds this should end, and be started again.
    package var isDetached: Bool { fileIsGone.load(ordering: .relaxed) }

    private func version(at slot: Int) -> Version? {
        guard !isDetached else { return nil }
        atomicMemoryFence(ordering: .acquiring)
        let word = file.words[slot].load(ordering: .acquiring)
        guard word & VersionWord.announced == 0 else { return nil }
        return Version(file: file.identity, word: word)
    }
}
