import Domain
import Synchronization

/// Pages in the memory of a process, for all its threads: what is asked for again and again need
/// not be asked of Redis each time.
///
/// The versions decide here as they do there: a page is used only while nothing that it was made of
/// has changed. What was not used lately goes first: pages are put, and moved when they are used,
/// into the younger of two generations; when that has half of the memory, the older one is dropped
/// and the younger takes its place.
package final class PageMemory: Sendable {
    struct Key: Hashable, Sendable {
        var token: TokenHash
        var page: PageKey
    }

    struct Entry: Sendable {
        var identity: CachedIdentity
        var page: [UInt8]
        /// Of the page.
        var version: Version
        var expiresAt: ContinuousClock.Instant
    }

    private struct Generations {
        var young: [Key: Entry] = [:]
        var youngSize = 0
        var old: [Key: Entry] = [:]
    }

    /// Of a generation, in bytes.
    private let limit: Int
    private let generations = Mutex(Generations())
    /// Of an entry beside its page and query, about.
    private static let overhead = 512

    /// - Parameter size: in bytes, of all pages together; 0: none is kept.
    package init(size: Int) {
        limit = size / 2
    }

    func entry(for key: Key) -> Entry? {
        let entry = generations.withLock { generations -> Entry? in
            if let entry = generations.young[key] { return entry }
            guard let entry = generations.old.removeValue(forKey: key) else { return nil }
            put(entry, for: key, into: &generations)
            return entry
        }
        guard let entry, ContinuousClock.now < entry.expiresAt else { return nil }
        return entry
    }

    func keep(_ entry: Entry, for key: Key) {
        guard size(of: entry, key) <= limit else { return }
        generations.withLock { generations in
            generations.old[key] = nil
            put(entry, for: key, into: &generations)
        }
    }

    private func put(_ entry: Entry, for key: Key, into generations: inout Generations) {
        let size = size(of: entry, key)
        if let replaced = generations.young.removeValue(forKey: key) {
            generations.youngSize -= self.size(of: replaced, key)
        }
        if generations.youngSize + size > limit {
            generations.old = generations.young
            generations.young = [:]
            generations.youngSize = 0
        }
        generations.young[key] = entry
        generations.youngSize += size
    }

    private func size(of entry: Entry, _ key: Key) -> Int {
        entry.page.count + key.page.query.utf8.count + Self.overhead
    }
}
