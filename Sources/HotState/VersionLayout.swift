/// Where things lie in the file of versions. A change of anything here, or of the meaning of a
/// word, is a new ``revision``.
enum VersionLayout {
    /// "mjtaskVW", read as a little-endian number.
    static let magic: UInt64 = 0x5756_6b73_6174_6a6d
    static let revision: UInt64 = 1

    static let magicOffset = 0
    static let revisionOffset = 8
    static let identityOffset = 16
    static let usedRegionsOffset = 24
    static let databaseIDLengthOffset = 32
    static let databaseIDOffset = 40
    static let longestDatabaseID = 64
    /// The words have pages of their own.
    static let wordsOffset = 4096
    static let size = wordsOffset + VersionSlot.count * 8

    static let regions = 16
    /// The lock on this byte stands for the region; what the byte holds does not matter.
    static func regionByte(_ region: Int) -> Int { region }
    /// Whoever maps the file has a shared lock here.
    static let presenceByte = regions
    static let allLocks = 0...presenceByte

    /// The first bytes of a file for this database, up to the end of its id.
    static func header(databaseID: String, identity: UInt64) -> [UInt8] {
        var header: [UInt8] = []
        let id = Array(databaseID.utf8)
        for number in [magic, revision, identity, 0, UInt64(id.count)] {
            withUnsafeBytes(of: number.littleEndian) { header.append(contentsOf: $0) }
        }
        return header + id
    }

    /// Whether `header`, read from a file, is one for this database in this layout.
    static func isValid(header: [UInt8], size fileSize: Int, databaseID: String) -> Bool {
        guard fileSize == size else { return false }
        // What differs between two good files is made equal: the random identity and the regions.
        var header = header
        let changing = identityOffset..<databaseIDLengthOffset
        guard header.count >= changing.upperBound else { return false }
        header.replaceSubrange(changing, with: repeatElement(0, count: changing.count))
        return header == Self.header(databaseID: databaseID, identity: 0)
    }
}
