import Logging
import Synchronization

extension Versions {
    /// Finishes for writers that died between their two calls: only for those whose file lock is
    /// free, never by time-out. Called every second or so by each long-lived process.
    ///
    /// - Returns: the number of writers that were cleaned up after.
    @discardableResult
    package func heal() -> Int {
        noticeRemoval()
        let used = file.usedRegions.pointee.load(ordering: .acquiring)
        guard used != 0 else { return 0 }
        return writer.withLock { writer in
            // The mutex also keeps two threads of this object apart, to which the kernel would
            // give the same lock.
            (0..<VersionLayout.regions).count { region in
                guard used & VersionWord.bit(ofRegion: region) != 0, region != writer.region,
                    (try? file.lockRegion(region)) == true
                else { return false }
                defer { file.unlockRegion(region) }
                return cleanUp(region) > 0
            }
        }
    }

    /// Takes the bit of a region whose lock the caller holds from every word, and marks the region
    /// unused. A death in the middle leaves the rest to the next.
    ///
    /// - Returns: the number of announcements that were open.
    @discardableResult
    func cleanUp(_ region: Int) -> Int {
        let bit = VersionWord.bit(ofRegion: region)
        guard file.usedRegions.pointee.load(ordering: .acquiring) & bit != 0 else { return 0 }
        var finished = 0
        for slot in 0..<VersionSlot.count
        where file.words[slot].load(ordering: .relaxed) & bit != 0 {
            // Only the holder of the lock changes this bit, so it is still set. The dead writer
            // may have committed: a version, too.
            file.words[slot].wrappingAdd(
                VersionWord.finishing(bit),
                ordering: .sequentiallyConsistent
            )
            finished += 1
        }
        markUnused(region)
        return finished
    }

    func markUnused(_ region: Int) {
        let bit = VersionWord.bit(ofRegion: region)
        file.usedRegions.pointee.bitwiseAnd(~bit, ordering: .sequentiallyConsistent)
    }

    private func noticeRemoval() {
        guard !isDetached, !file.isAtItsPath else { return }
        fileIsGone.store(true, ordering: .sequentiallyConsistent)
        logger.critical(
            "the file of versions was removed: caches are off until this program is restarted",
            metadata: ["path": "\(file.path)"]
        )
    }
}
