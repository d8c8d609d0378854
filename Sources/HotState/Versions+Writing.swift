package import Domain
import Synchronization

extension Versions {
    /// Takes the place of a writing process now, rather than with the first announcement.
    ///
    /// Programs that write call it at their start: ``announce(_:)`` cannot throw, and traps when
    /// it finds no place.
    package func prepareToWrite() throws(HotStateError) {
        try writer.withLock { (writer) throws(HotStateError) in _ = try bit(of: &writer) }
    }

    package func announce(_ scope: VersionScope) {
        writer.withLock { writer in
            let bit: UInt64
            do {
                bit = try self.bit(of: &writer)
            } catch {
                // To commit without an announcement would show others old pages.
                fatalError("versions: a writer without a place: \(error)")
            }
            for slot in VersionSlot.all(in: scope) {
                let open = writer.announcements[slot, default: 0]
                writer.announcements[slot] = open + 1
                if open == 0 {
                    file.words[slot].bitwiseOr(bit, ordering: .sequentiallyConsistent)
                }
            }
        }
        atomicMemoryFence(ordering: .sequentiallyConsistent)
    }

    package func finish(_ scope: VersionScope) {
        writer.withLock { writer in
            guard let region = writer.region else {
                preconditionFailure("versions: finished without an announcement")
            }
            for slot in VersionSlot.all(in: scope) {
                guard let open = writer.announcements[slot] else {
                    preconditionFailure("versions: finished without an announcement")
                }
                writer.announcements[slot] = open == 1 ? nil : open - 1
                let step =
                    open == 1
                    ? VersionWord.finishing(VersionWord.bit(ofRegion: region))
                    : VersionWord.oneVersion
                file.words[slot].wrappingAdd(step, ordering: .sequentiallyConsistent)
            }
        }
    }

    /// The bit of this process, which it gets with the first free lock.
    private func bit(of writer: inout Writer) throws(HotStateError) -> UInt64 {
        if let region = writer.region { return VersionWord.bit(ofRegion: region) }
        for region in 0..<VersionLayout.regions where try file.lockRegion(region) {
            // The last owner may have died, and nobody has healed since.
            cleanUp(region)
            let bit = VersionWord.bit(ofRegion: region)
            file.usedRegions.pointee.bitwiseOr(bit, ordering: .sequentiallyConsistent)
            writer.region = region
            return bit
        }
        throw .tooManyWriters(limit: VersionLayout.regions)
    }
}
